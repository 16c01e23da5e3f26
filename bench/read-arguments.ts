import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, BenchError } from './bench.ts'

export const USAGE = `npm run bench -- [--only NAME[,NAME]] [--quick] [--json FILE]
  --only NAME[,NAME]  only these; long ones run only so
  --quick             smaller and shorter: says whether it works, not how fast
  --json FILE         write the results there too`

export interface BenchArguments {
  benches: readonly Bench[]
  /** The results to print; undefined for all. A bench may measure several at once. */
  only: ReadonlySet<string> | undefined
  quick: boolean
  jsonFile: string | undefined
}

/** Reads the command line against the table of benches. Refuses an unknown name and states the known ones. */
export function readArguments(args: readonly string[], table: readonly Bench[]): BenchArguments {
  const { only: asked, quick = false, json } = parse(args)
  const jsonFile = json === undefined ? undefined : resolve(json)
  if (asked === undefined) {
    return { benches: table.filter(({ onlyWhenNamed }) => !onlyWhenNamed), only: undefined, quick, jsonFile }
  }
  const only = new Set(asked.split(',').map((name) => name.trim()))
  const names = table.flatMap((bench) => bench.names)
  const unknown = [...only].filter((name) => !names.includes(name))
  if (unknown.length > 0) {
    throw new BenchError(`There is no bench "${unknown.join('", "')}". There are: ${names.join(', ')}.`)
  }
  return { benches: table.filter((bench) => bench.names.some((name) => only.has(name))), only, quick, jsonFile }
}

function parse(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const
    return parseArgs({ args: [...args], options: { only: text, json: text, quick: { type: 'boolean' } } }).values
  } catch (error) {
    throw new BenchError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
