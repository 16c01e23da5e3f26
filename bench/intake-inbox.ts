import { setTimeout as pause } from 'node:timers/promises'
import type { Pool } from '../src/foundation/database/db.ts'
import { givenKey } from '../test/support/people.ts'
import { BARE_REPORT_TABLE } from './bare-server.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import type { BenchDatabase, Ground } from './bench-desk.ts'
import { startApi, startPlatform, startWorker } from './desk-programs.ts'
import type { LoadWork } from './load-plan.ts'
import { percentiles } from './percentile.ts'
import { listReported, SUBJECTS } from './report-bodies.ts'
import { rateOf, runLoad } from './run-load.ts'
import { addSubjects } from './visitor.ts'

const SINGLE = 'intake-64-inbox'
const BATCH = 'intake-batch'
const CONNECTIONS = 64
const BATCHES_AT_ONCE = 8
const LINES = 1_000
const FULL = { warmUpMs: 3_000, measureMs: 57_000 }
const FULL_LIMIT = { warmUpMs: 3_000, measureMs: 10_000 }
const QUICK = { warmUpMs: 1_000, measureMs: 2_000 }
const LOOK_MS = 20

export const intakeInbox: Bench = {
  names: [SINGLE, BATCH],
  title: 'durable reports whose senders do not wait for a case, until each is in its case',
  run: measureInbox,
}

async function measureInbox(context: BenchContext): Promise<Result[]> {
  const { ground, wants } = context
  const database = await ground.makeDatabase('bench_inbox', 'desk')
  const { token } = await givenKey(database.db, ['report'])
  const platform = await startPlatform(ground, 'inbox')
  await addSubjects(platform.url, listReported())
  await startWorker(ground, database, { platform })
  const { url } = await startApi(ground, database, { platform })
  const to = { url, token, subjects: SUBJECTS }
  const results: Result[] = []
  if (wants(SINGLE)) {
    const limit = await measureLimit(context, ground, { stores: false })
    const work = { kind: 'reports', run: 'inbox', prefer: 'respond-async', ...to } as const
    results.push(await measureUntilJoined(context, database, { name: SINGLE, work, connections: CONNECTIONS, limit }))
  }
  if (wants(BATCH)) {
    const limit = await measureLimit(context, ground, { stores: true })
    const work = { kind: 'batches', run: 'batch', lines: LINES, ...to } as const
    results.push(
      await measureUntilJoined(context, database, { name: BATCH, work, connections: BATCHES_AT_ONCE, limit }),
    )
  }
  return results
}

/** Returns the reports a second of the same server, with group commit into one bare table or without storing any. */
async function measureLimit({ quick, say }: BenchContext, ground: Ground, { stores }: { stores: boolean }) {
  const name = stores ? 'bench_bare_stored' : 'bench_bare_answered'
  const database = await ground.makeDatabase(name, 'none')
  await database.owner.query(BARE_REPORT_TABLE)
  const server = await ground.start({
    name,
    args: ['bench/bare-server.ts', database.url, ...(stores ? [] : ['answer'])],
    env: {},
    saysWhenUp: /Bare server on (\S+)/,
  })
  say(`the limit: ${name} …`)
  const work = { kind: 'reports', url: server.url, token: 'none', run: 'bare', subjects: SUBJECTS } as const
  const outcome = await runLoad(name, { work, connections: CONNECTIONS, ...(quick ? QUICK : FULL_LIMIT) })
  await server.stop()
  return rateOf(outcome)
}

interface Measured {
  name: string
  work: LoadWork
  connections: number
  limit: number
}

/**
 * Sends reports for a minute and waits until each is in its case. The rate is over the whole time, so an inbox that only
 * grows makes no fast result.
 */
async function measureUntilJoined(
  { quick, say }: BenchContext,
  { owner }: BenchDatabase,
  { name, work, connections, limit }: Measured,
): Promise<Result> {
  say(`${name}: ${connections} connections …`)
  const before = await count(owner, 'report')
  const watch = watchInbox(owner)
  const time = quick ? QUICK : FULL
  const outcome = await runLoad(name, { work, connections, ...time })
  const ended = performance.now()
  while ((await count(owner, 'report_inbox')) > 0) await pause(LOOK_MS)
  const drainMs = performance.now() - ended
  const lagMs = await watch.end()
  const stored = (await count(owner, 'report')) - before
  const sent = outcome.answered * (work.kind === 'batches' ? work.lines : 1)
  if (stored !== sent) throw new BenchError(`${name}: ${sent} reports were answered and ${stored} are there.`)
  say(`${name}: the last report was in its case after ${Math.round(drainMs)} ms, the longest lag was ${lagMs} ms`)
  const value = (stored / (time.warmUpMs + time.measureMs + drainMs)) * 1_000
  return { name, value, unit: 'reports/s', ...percentiles(outcome.samplesMs), limit }
}

/** Watches the time for which the first report has waited. */
function watchInbox(owner: Pool) {
  let longestMs = 0
  const stopping = new AbortController()
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      const lagMs = await owner.onlyValue<number>({
        text: `select coalesce(extract(epoch from desk_now() - min(received_at)) * 1000, 0)::integer from report_inbox`,
        values: [],
      })
      longestMs = Math.max(longestMs, lagMs)
      await pause(1_000, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  })()
  const end = async (): Promise<number> => {
    stopping.abort()
    await watching
    return longestMs
  }
  return { end }
}

const count = (owner: Pool, table: 'report' | 'report_inbox') =>
  owner.onlyValue<number>({ text: `select count(*)::integer from ${table}`, values: [] })
