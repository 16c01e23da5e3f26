// npm run real-run -- DATA_DIR [--limit N] [--wait S] [--kill] [--json FILE] [--keep]
import { randomInt } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { describeOutcome, listFaults } from './outcome.ts'
import { type RealRunOptions, realRun } from './real-run.ts'
import { RunError } from './run-error.ts'

const KILL_EVERY_SECONDS = 25
const SEED_MAX = 1_000_000
const WAIT_SECONDS = 60

const USAGE = `npm run real-run -- DATA_DIR [--limit N] [--wait S] [--kill] [--json FILE] [--keep]
  DATA_DIR      the folder of real data, with to-ndjson.mjs in it
  --limit N     only the first N posts, and the head of state's
  --wait S      the time to confirm an enforcement, and half the time to approve it (${WAIT_SECONDS}; at least 30: approvers read for 20 s)
  --kill        kill worker, desk, demo and PostgreSQL (-9) at random moments, and start them again
  --every S     seconds between two kills of one part, on average (${KILL_EVERY_SECONDS})
  --seed N      kills after the same times as an earlier run, which said its seed
  --json FILE   write what came of it
  --keep        leave the folder of the run, with its database and logs`

try {
  const { options, jsonFile } = readArguments()
  const outcome = await realRun(options)
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(outcome)}\n`)
  console.log(describeOutcome(outcome))
  const faults = listFaults(outcome)
  for (const fault of faults) console.error(fault)
  if (faults.length > 0) process.exitCode = 1
} catch (error) {
  console.error(error instanceof RunError ? error.message : error)
  process.exitCode = 1
}

function readArguments(): { options: RealRunOptions; jsonFile: string | undefined } {
  const { values, positionals } = parse()
  const [dataDir, ...more] = positionals
  if (dataDir === undefined || more.length > 0) throw new RunError(USAGE)
  const limit = readNumber('limit', values.limit) ?? Number.POSITIVE_INFINITY
  const printLine = (line: string) => console.error(line)
  const everyMs = (readNumber('every', values.every) ?? KILL_EVERY_SECONDS) * 1_000
  const seed = readNumber('seed', values.seed) ?? randomInt(1, SEED_MAX)
  if (values.kill) printLine(`Killing with --seed ${seed}.`)
  const kill = values.kill ? { seed, everyMs } : undefined
  const jsonFile = values.json === undefined ? undefined : resolve(values.json)
  const waitSeconds = Math.round(readNumber('wait', values.wait) ?? WAIT_SECONDS)
  const run = { dataDir: resolve(dataDir), limit, waitSeconds, kill, keep: values.keep }
  return { options: { ...run, say: printLine, signal: stopSignal() }, jsonFile }
}

function readNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (number > 0) return number
  throw new RunError(`--${name} must be a number above 0.\n${USAGE}`)
}

/** Aborted by the first Ctrl-C, so that nothing stays running. */
function stopSignal(): AbortSignal {
  const stopping = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => stopping.abort(new RunError('The run was stopped.')))
  }
  return stopping.signal
}

function parse() {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean', default: false } as const
  try {
    return parseArgs({
      allowPositionals: true,
      options: { limit: text, wait: text, kill: flag, every: text, seed: text, json: text, keep: flag },
    })
  } catch (error) {
    throw new RunError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
