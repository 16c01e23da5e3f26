// npm run model -- [--histories N] [--seed S] [--layer rules|desk] [--no-mutants] [--json FILE]
import { randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { describeOutcome, isClean, toJson } from './model-outcome.ts'
import { type RunOptions, runModel } from './model-run.ts'

const HISTORIES = 20_000
const SEED_MAX = 1_000_000_000

const USAGE = `npm run model -- [--histories N] [--seed S] [--layer L] [--no-mutants] [--json FILE]
  --histories N   so many histories, most of the rules and every twentieth of the desk (${HISTORIES})
  --seed S        the first of their seeds; each history has the next. A history that broke says its own
  --layer L       rules or desk: all histories there
  --no-mutants    don't try whether wrong code would be found
  --json FILE     write what came of it`

try {
  const { options, jsonFile } = readArguments()
  options.say(`seed ${options.seed}`)
  const outcome = await runModel(options)
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(toJson(outcome))}\n`)
  console.log(describeOutcome(outcome))
  if (!isClean(outcome)) process.exitCode = 1
} catch (error) {
  console.error(error)
  process.exitCode = 1
}

function readArguments(): { options: RunOptions; jsonFile: string | undefined } {
  const { values } = parseArgs({
    options: {
      histories: { type: 'string' },
      seed: { type: 'string' },
      layer: { type: 'string' },
      'no-mutants': { type: 'boolean', default: false },
      json: { type: 'string' },
    },
  })
  const histories = readNumber('histories', values.histories) ?? HISTORIES
  const seed = readNumber('seed', values.seed) ?? randomInt(1, SEED_MAX)
  const layers = (['rules', 'desk'] as const).filter((one) => values.layer === undefined || values.layer === one)
  if (layers.length === 0) throw new Error(`--layer is rules or desk.\n${USAGE}`)
  const say = (line: string) => console.error(line)
  const options = { histories, seed, layers, mutants: !values['no-mutants'], say, signal: stopSignal() }
  return { options, jsonFile: values.json }
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`--${name} must be a whole number above 0.\n${USAGE}`)
}

/** Aborted by the first Ctrl-C, so that nothing stays running. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => stopping.abort(new Error('The run was stopped.')))
  }
  return stopping.signal
}
