// npm run upgrade-run -- --previous FOLDER [--quick] [--json FILE]
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { formatTable } from '../../src/app/cli/print/format-table.ts'
import { RunError } from '../real-run/run-error.ts'
import { loadPrevious } from './previous.ts'
import { runUpgrade, type UpgradeResult } from './run.ts'

const USAGE = `npm run upgrade-run -- --previous FOLDER [--quick] [--json FILE]
  Upgrades a desk with 1,000,000 open cases from the previous release while it is used, and tells what its callers saw.
  --previous FOLDER  a checkout of the previous release, after "npm ci"
  --quick            100,000 cases
  --json FILE        write the result`

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof RunError ? error.message : error)
  // The callers of a run that ended early go on asking.
  process.exit(1)
}

async function main(): Promise<number> {
  const { values } = readArguments()
  if (values.previous === undefined) throw new RunError(USAGE)
  const previous = await loadPrevious(values.previous)
  const stop = Promise.withResolvers<never>()
  stop.promise.catch(() => undefined)
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => stop.reject(new RunError('The run was stopped.')))
  const result = await runUpgrade({ previous, quick: values.quick, say: console.error, stopped: stop.promise })
  if (values.json !== undefined) writeFileSync(resolve(values.json), `${JSON.stringify(result)}\n`)
  console.log(formatResult(result))
  return result.lost + result.duplicateEffects + result.wrong.length > 0 ? 1 : 0
}

function formatResult({ phases, answers, wrong, ...counts }: UpgradeResult): string {
  const rows = phases.map(({ name, seconds, successes, longestGapMs }) => [
    name,
    seconds.toFixed(1),
    String(successes),
    String(Math.round(longestGapMs)),
  ])
  const counted = { ...counts, ...Object.fromEntries(Object.entries(answers).map(([s, n]) => [`answers ${s}`, n])) }
  return [
    formatTable(['PHASE', 'SECONDS', 'SUCCESSES', 'LONGEST WITHOUT (MS)'], rows),
    formatTable(
      ['', 'COUNT'],
      Object.entries(counted).map(([name, count]) => [name, String(count)]),
    ),
    ...wrong,
  ].join('\n\n')
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        previous: { type: 'string' },
        quick: { type: 'boolean', default: false },
        json: { type: 'string' },
      },
    })
  } catch (error) {
    throw new RunError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
