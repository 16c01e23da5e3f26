// npm run ha [-- --pgbouncer] [--json FILE] [--keep]
import { rmSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { formatTable } from '../../src/app/cli/print/format-table.ts'
import { RunError } from '../real-run/run-error.ts'
import { givenKey, givenStaff } from '../support/people.ts'
import { makeTempDir } from '../support/temp-dir.ts'
import { BALANCED, type FaultTimes, runFaults } from './faults.ts'
import { Load } from './load.ts'
import { findPrograms, type Programs } from './programs.ts'
import { type Scene, startScene } from './scene.ts'
import { type Stock, takeStock } from './take-stock.ts'
import { WritableProbe } from './writable-probe.ts'

const USAGE = `npm run ha [-- --pgbouncer] [--json FILE] [--keep]
  Runs two desks and two workers on a Patroni cluster of three PostgreSQL servers, all on this machine, and kills them.
  --pgbouncer   the desks and workers reach each server through a PgBouncer in transaction mode
  --json FILE   write the result
  --keep        leave the folder of the run, with its logs`
/** The goal for the desk's first success after the database's first commit. No complete run has shown it yet. */
const FIRST_MS_MAX = 1_000

const printLine = (line: string): void => console.error(line)

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof RunError ? error.message : error)
  process.exitCode = 1
}

async function main(): Promise<number> {
  const { values } = readArguments()
  const pooled = values.pgbouncer
  const found = findPrograms({ pooled })
  if ('missing' in found) {
    printLine(`Skipped: install Debian's packages ${found.missing.join(', ')} (apt-get install) to run the cluster.`)
    return 0
  }
  const folder = makeTempDir()
  try {
    const result = await run(folder, found.programs, pooled)
    if (values.json !== undefined) writeFileSync(resolve(values.json), `${JSON.stringify(result)}\n`)
    console.log(formatResult(result))
    const faults = listFaults(result)
    for (const fault of faults) printLine(fault)
    return faults.length > 0 ? 1 : 0
  } finally {
    if (values.keep) printLine(`Kept: ${folder}`)
    else rmSync(folder, { recursive: true, force: true })
  }
}

interface Result {
  times: FaultTimes[]
  stock: Stock
}

async function run(folder: string, programs: Programs, pooled: boolean): Promise<Result> {
  const ended = Promise.withResolvers<never>()
  ended.promise.catch(() => undefined)
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => ended.reject(new RunError('The run was stopped.')))
  const scene = await startScene(folder, programs, { say: printLine, onLost: ended.reject, pooled })
  const ports = scene.cluster.nodes.map(({ port }) => port)
  const probe = new WritableProbe(ports, scene.superUrlOf)
  try {
    return await Promise.race([runLoad(scene, probe), ended.promise])
  } finally {
    await probe.stop()
    await scene.close()
  }
}

async function runLoad(scene: Scene, probe: WritableProbe): Promise<Result> {
  const load = new Load()
  const { token: key } = await givenKey(scene.db, ['report'])
  const [reports = '', reviewer = ''] = BALANCED
  const addresses = [scene.balancerUrl, ...scene.desks.map(({ url }) => url)]
  for (const [place, url] of addresses.entries()) {
    const of = place === 0 ? '' : ` at desk ${place}`
    load.sendReports({ name: `${reports}${of}`, url, token: key }, scene.accounts)
    const { token } = await givenStaff(scene.db, { roles: ['reviewer', 'lead'], languages: [], onShift: true })
    load.decideCases({ name: `${reviewer}${of}`, url, token })
  }
  const times = await runFaults({ scene, load, probe, say: printLine })
  await load.stop()
  return { times, stock: await takeStock(scene, load, printLine) }
}

function listFaults({ times, stock }: Result): string[] {
  const late = times.filter(({ firstMs }) => firstMs !== null && firstMs > FIRST_MS_MAX)
  return [
    ...late.map(({ fault }) => `After "${fault}" the desk took more than ${FIRST_MS_MAX} ms.`),
    ...(stock.wrong > 0 ? [`${stock.wrong} answers were neither a success nor 503.`] : []),
    ...(stock.lost > 0 ? [`${stock.lost} acknowledged acts are lost.`] : []),
    ...(stock.doubled > 0 ? [`${stock.doubled} acts were done twice.`] : []),
    ...(stock.mismatches > 0 ? [`Of ${stock.mismatches} subjects desk and platform don't say the same.`] : []),
    ...(stock.ledgerVerified ? [] : ['The ledger does not verify.']),
  ]
}

function formatResult({ times, stock }: Result): string {
  const { answers, ...counts } = stock
  const inMs = (value: number | null) => (value === null ? '–' : String(Math.round(value)))
  return [
    formatTable(
      ['FAULT', 'DATABASE (MS)', 'FIRST SUCCESS (MS)', 'EACH CALLER (MS)', 'SLOWEST'],
      times.map(({ fault, databaseMs, firstMs, allMs, slowest }) => [
        ...[fault, inMs(databaseMs), inMs(firstMs), inMs(allMs)],
        slowest,
      ]),
    ),
    formatTable(
      ['', 'COUNT'],
      [
        ...Object.entries(counts).map(([name, count]) => [name, String(count)]),
        ...Object.entries(answers).map(([status, count]) => [`answers ${status}`, String(count)]),
      ],
    ),
  ].join('\n\n')
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        json: { type: 'string' },
        keep: { type: 'boolean', default: false },
        pgbouncer: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new RunError(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`)
  }
}
