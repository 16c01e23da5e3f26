// npm run half-year [-- --scale N] [--days N] [--again] [--volumes FILE] [--quick] [--json FILE]
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { formatTable } from '../../src/app/cli/print/format-table.ts'
import { RunError } from '../real-run/run-error.ts'
import { listDays, REPORTS } from './days.ts'
import type { Probe } from './probes.ts'
import { type HalfYear, type Moment, runHalfYear } from './run.ts'

const [SCALE, SCALE_QUICK] = [20, 2_000]
const DAYS_QUICK = 40
const PROBES: readonly Probe[] = ['intake', 'claim', 'restore']
const USAGE = `npm run half-year [-- --scale N] [--days N] [--again] [--volumes FILE] [--quick] [--json FILE]
  Plays half a year on one desk: the ${REPORTS.toLocaleString('en')} reports that X received in the first half of 2024, one of ${SCALE} of them.
  People decide the cases, restore what was appealed and have reporters erased; retention is on. The clock is set by hand, and every
  periodic task runs each day. Intake, claims and restores are measured by the same load after the first and after the last day.
  On two cores the whole run takes hours; it says how far it is. All of it is in a temporary folder.
  --scale N    one report of N (${SCALE}); 1 is the whole half-year
  --days N     only the first N days
  --volumes FILE  a CSV file with the columns date and statements_of_reasons: the reports are spread over the days as these
               numbers are, such as those of the DSA Transparency Database; left out: evenly
  --again      the same half-year once more, a year later, while retention deletes the reports of the first one
  --quick      one report of ${SCALE_QUICK} of the first ${DAYS_QUICK} days: shows in some minutes that all of it works, and measures little
  --json FILE  write the result`

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof RunError ? error.message : error)
  process.exitCode = 1
}

async function main(): Promise<number> {
  const { help, quick, json, again, volumes, ...values } = readArguments()
  if (help) {
    console.log(USAGE)
    return 0
  }
  const scale = readCount('--scale', values.scale) ?? (quick ? SCALE_QUICK : SCALE)
  const all = listDays({ scale, again, volumesFile: volumes })
  const days = all.slice(0, readCount('--days', values.days) ?? (quick ? DAYS_QUICK : all.length))
  const stop = Promise.withResolvers<never>()
  stop.promise.catch(() => undefined)
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => stop.reject(new RunError('The run was stopped.')))
  const result = await runHalfYear({ days, quick, say: console.error, stopped: stop.promise })
  if (json !== undefined) writeFileSync(resolve(json), `${JSON.stringify({ scale, ...result })}\n`)
  console.log(formatResult(result))
  return result.ledgerVerified ? 0 : 1
}

function formatResult({ acts, begin, end, bytesAnew, ledgerVerified, seconds, day }: HalfYear): string {
  const moments = [begin, end]
  const row = (name: string, of: (moment: Moment) => string) => [name, ...moments.map(of)]
  const bloat = 1 - bytesAnew / end.size.bytes
  return [
    formatTable(
      ['', `AFTER DAY ${begin.days}`, `AFTER DAY ${end.days}`],
      [
        ...PROBES.map((name) => row(`${name} p50 (ms)`, ({ probed }) => probed[name].p50Ms.toFixed(1))),
        ...PROBES.map((name) => row(`${name} p99 (ms)`, ({ probed }) => probed[name].p99Ms.toFixed(1))),
        row('database', ({ size }) => inMb(size.bytes)),
        row('reports stored', ({ size }) => String(size.reports)),
        row('months of reports', ({ size }) => String(size.months)),
      ],
    ),
    formatTable(
      ['LARGEST TABLES', 'SIZE', 'DEAD ROWS'],
      end.size.largest.map(({ table, bytes, deadShare }) => [table, inMb(bytes), inPercent(deadShare)]),
    ),
    formatTable(
      ['', ''],
      [
        ...Object.entries(acts).map(([name, count]) => [name, String(count)]),
        ['database, written anew', inMb(bytesAnew)],
        ['bloat', inPercent(bloat)],
        ['ledger', ledgerVerified ? 'verified' : 'DOES NOT VERIFY'],
        ['seconds of a day', `${day.median.toFixed(1)}, the slowest ${day.slowest.toFixed(1)}`],
        ['minutes in all', (seconds / 60).toFixed(1)],
      ],
    ),
  ].join('\n\n')
}

function inMb(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(0)} MB`
}

function inPercent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function readCount(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const count = Number(text)
  if (!Number.isSafeInteger(count) || count < 1) throw new RunError(`${name} must be a whole number from 1.\n${USAGE}`)
  return count
}

function readArguments() {
  const [text, flag] = [{ type: 'string' } as const, { type: 'boolean', default: false } as const]
  try {
    return parseArgs({
      options: {
        scale: text,
        volumes: text,
        days: text,
        again: flag,
        quick: flag,
        json: text,
        help: { ...flag, short: 'h' },
      },
    }).values
  } catch (error) {
    throw new RunError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
