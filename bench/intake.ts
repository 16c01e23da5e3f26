import type { Pool } from '../src/foundation/database/db.ts'
import { givenKey } from '../test/support/people.ts'
import { BARE_REPORT_TABLE } from './bare-server.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { startApi, startPlatform, startWorker } from './desk-programs.ts'
import type { LoadOutcome } from './load-plan.ts'
import { percentiles } from './percentile.ts'
import { SUBJECTS } from './report-bodies.ts'
import { rateOf, runLoad } from './run-load.ts'

const CONNECTIONS = [1, 16, 64] as const
const MOST_CONNECTIONS = 64
const WITH_WORKER = `intake-${MOST_CONNECTIONS}-worker`
const HOT = `intake-${MOST_CONNECTIONS}-hot`
const FULL = { warmUpMs: 3_000, measureMs: 10_000 }
const QUICK = { warmUpMs: 1_000, measureMs: 2_000 }

interface IntakeRoute {
  url: string
  token: string
  /** The database that must contain the reports afterwards. */
  db: Pool
  table: 'report' | 'bare_report'
}

export const intake: Bench = {
  names: [...CONNECTIONS.map((connections) => `intake-${connections}`), HOT, WITH_WORKER],
  title: 'durable reports over HTTP',
  run: measureIntake,
}

async function measureIntake(context: BenchContext): Promise<Result[]> {
  const { ground } = context
  const [database, bareDatabase] = [
    await ground.makeDatabase('bench_intake', 'desk'),
    await ground.makeDatabase('bench_bare_intake', 'none'),
  ]
  await bareDatabase.owner.query(BARE_REPORT_TABLE)
  const { token } = await givenKey(database.db, ['report'])
  const api = await startApi(ground, database)
  const bareServer = await ground.start({
    name: 'bare server',
    args: ['bench/bare-server.ts', bareDatabase.url],
    env: {},
    saysWhenUp: /Bare server on (\S+)/,
  })
  const bare: IntakeRoute = { url: bareServer.url, token, db: bareDatabase.owner, table: 'bare_report' }
  const desk: IntakeRoute = { url: api.url, token, db: database.db, table: 'report' }
  const results: Result[] = []
  const measure = async (
    name: string,
    connections: number,
    target: IntakeRoute,
    subjects = SUBJECTS,
  ): Promise<void> => {
    if (!context.wants(name)) return
    const limit = rateOf(await sendReports(context, `${name} (bare)`, bare, { connections, subjects }))
    const outcome = await sendReports(context, name, target, { connections, subjects })
    results.push({ name, value: rateOf(outcome), unit: 'reports/s', ...percentiles(outcome.samplesMs), limit })
  }
  for (const connections of CONNECTIONS) await measure(`intake-${connections}`, connections, desk)
  await measure(HOT, MOST_CONNECTIONS, desk, 1)
  await api.stop()

  const platform = await startPlatform(ground, 'intake')
  await startWorker(ground, database, { platform })
  const worked = await startApi(ground, database, { platform })
  await measure(WITH_WORKER, MOST_CONNECTIONS, { ...desk, url: worked.url })
  return results
}

/** Sends reports for a while, then checks that each report that was answered is stored. */
async function sendReports(
  { quick, say }: BenchContext,
  name: string,
  { url, token, db, table }: IntakeRoute,
  { connections, subjects }: { connections: number; subjects: number },
): Promise<LoadOutcome> {
  say(`${name}: ${connections} connections …`)
  const before = await countRows(db, table)
  const work = { kind: 'reports', url, token, run: name.replaceAll(/\W+/g, '-'), subjects } as const
  const outcome = await runLoad(name, { work, connections, ...(quick ? QUICK : FULL) })
  const stored = (await countRows(db, table)) - before
  if (stored !== outcome.answered) {
    throw new BenchError(`${name}: ${outcome.answered} reports were answered and ${stored} are there.`)
  }
  return outcome
}

async function countRows(db: Pool, table: IntakeRoute['table']): Promise<number> {
  const { rows } = await db.query<{ count: number }>(`select count(*) as count from ${table}`)
  return rows[0]?.count ?? 0
}
