// npm run real-run -- DATA_DIR [--limit N] [--json FILE] [--keep]
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { describeOutcome, isClean } from './outcome.ts'
import { type RealRunOptions, realRun } from './real-run.ts'
import { RunError } from './run-error.ts'

const USAGE = `npm run real-run -- DATA_DIR [--limit N] [--json FILE] [--keep]
  DATA_DIR      the folder of real data, with to-ndjson.mjs in it
  --limit N     only the first N posts, and the head of state's
  --json FILE   write what came of it
  --keep        leave the folder of the run, with its database and logs`

try {
  const { options, jsonFile } = readArguments()
  const outcome = await realRun(options)
  if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(outcome)}\n`)
  console.log(describeOutcome(outcome))
  if (!isClean(outcome)) process.exitCode = 1
} catch (error) {
  console.error(error instanceof RunError ? error.message : error)
  process.exitCode = 1
}

function readArguments(): { options: RealRunOptions; jsonFile: string | undefined } {
  const { values, positionals } = parse()
  const [dataDir, ...more] = positionals
  if (dataDir === undefined || more.length > 0) throw new RunError(USAGE)
  const limit = values.limit === undefined ? Number.POSITIVE_INFINITY : Number(values.limit)
  if (!(limit > 0)) throw new RunError(`--limit must be a number above 0.\n${USAGE}`)
  const say = (line: string) => console.error(line)
  const jsonFile = values.json === undefined ? undefined : resolve(values.json)
  return { options: { dataDir: resolve(dataDir), limit, keep: values.keep, say, signal: stopSignal() }, jsonFile }
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
  try {
    return parseArgs({
      allowPositionals: true,
      options: { limit: { type: 'string' }, json: { type: 'string' }, keep: { type: 'boolean', default: false } },
    })
  } catch (error) {
    throw new RunError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
