import { givenStaff } from '../test/support/people.ts'
import type { Bench, BenchContext, Result } from './bench.ts'
import type { BenchDatabase } from './bench-desk.ts'
import { startApi } from './desk-programs.ts'
import { type OpenCases, prepareOpenCases } from './open-cases.ts'
import { percentile, percentiles } from './percentile.ts'
import { read, timesOf } from './timed-reads.ts'

const TIMES = 20
const TIMES_QUICK = 3
const HOUR_MS = 3_600_000

/** The charts that are read from snapshots, with each division and filter. The cases are of the last forty hours. */
const CHARTS = ['queue', 'load'].flatMap((chart) =>
  ['', '&by=queue', '&by=language', '&queue=scams', '&language=en&by=queue', '&queue=general&by=language'].flatMap(
    (slice) => (chart === 'load' ? [24, 168] : [24, 168, 8_760]).map((hours) => ({ chart, slice, hours })),
  ),
)

/** A handle, beginnings and parts of names, common and unknown words, an id, and Japanese. */
const SEARCHES = ['a77', 'somebody a4711', 'omebod', 'post', 'post length violence', 'zzzz', 'case_77', '投稿'].flatMap(
  (q) => ['case', 'account'].map((kind) => `/v1/search?kind=${kind}&reason=bench&q=${encodeURIComponent(q)}`),
)

/** The requests of a case's page, one after the other. */
const CASE_PARTS = ['', '/lookalikes', '/profile', '/people'] as const

/** The least that such a request reads: all waiting cases, the row of one case, or accounts by their handle. */
const BARE = {
  chart: `select queue, count(*), min(opened_at) from review_case where state = 'open' group by queue`,
  case: `select * from review_case where id = 'case_1'`,
  search: `select id, handle, reach from account where search_handle(handle) collate "C" >= 'a77' order by 1 limit 50`,
} as const

export const consoleReads: Bench = {
  names: ['snapshot', 'dashboard', 'dashboard-slowest', 'case-page', 'search', 'search-slowest'],
  title: 'what pages of the console read, with a million open cases',
  onlyWhenNamed: true,
  run: measureReads,
}

async function measureReads(context: BenchContext): Promise<Result[]> {
  const { ground, quick } = context
  const cases = await prepareOpenCases(context)
  const times = quick ? TIMES_QUICK : TIMES
  const limitOf = async (bare: keyof typeof BARE) =>
    percentile(await timesOf(times, () => cases.database.db.query({ text: BARE[bare], values: [] })), 50)
  const snapshot = { name: 'snapshot', unit: 'ms (p50)', limit: await limitOf('chart') }
  const counted = percentiles(await countAll(context, cases.database))
  const api = await startApi(ground, cases.database, { policiesDir: cases.policiesDir })
  const reading = { context, url: api.url, times }
  const [lead, reviewer] = await givenReadersOf(cases)
  const now = Date.now()
  const charts = CHARTS.map(
    ({ chart, slice, hours }) =>
      `/v1/insights/${chart}?zone=Europe/Dublin&from=${new Date(now - hours * HOUR_MS).toISOString()}${slice}`,
  )
  const ids = await listReadable(cases, times)
  const pages = ids.flatMap((id) => CASE_PARTS.map((part) => `/v1/cases/${id}${part}`))
  return [
    { ...snapshot, value: counted.p50Ms, ...counted },
    ...(await resultsOf('dashboard', await limitOf('chart'), charts, { ...reading, token: lead })),
    ...(await resultsOf('search', await limitOf('search'), SEARCHES, { ...reading, token: reviewer })),
    ...(await resultsOf('case-page', await limitOf('case'), pages, { ...reading, token: reviewer, times: 1 })).slice(
      0,
      1,
    ),
  ]
}

/** Counts every moment that a worker would, and returns how long each took. */
async function countAll({ say }: BenchContext, { db }: BenchDatabase): Promise<number[]> {
  const tookMs: number[] = []
  for (;;) {
    const begun = performance.now()
    const { rows } = await db.query<{ at: Date | null }>({ text: 'select count_queue_snapshot() as at', values: [] })
    if (rows[0]?.at == null) break
    tookMs.push(performance.now() - begun)
  }
  say(`counted ${tookMs.length} moments`)
  return tookMs
}

/** Lists cases from all over the queues that a person of no employer may open. */
async function listReadable({ database: { db }, count }: OpenCases, most: number): Promise<string[]> {
  const ids = Array.from({ length: 2 * most }, (_, n) => `case_${1 + Math.floor((n * count) / (2 * most))}`)
  const { rows } = await db.query<{ id: string }>({
    text: 'select id from review_case where id = any ($1) and employer is null order by id limit $2',
    values: [ids, most],
  })
  return rows.map(({ id }) => id)
}

interface Reading {
  context: BenchContext
  url: string
  token: string
  times: number
}

/** The times of all requests together, and those of the slowest one. */
async function resultsOf(name: string, limit: number, paths: readonly string[], reading: Reading): Promise<Result[]> {
  const all: number[] = []
  const slowest = { name: `${name}-slowest`, value: 0, unit: 'ms (p50)', p50Ms: 0, p99Ms: 0, limit }
  for (const path of paths) {
    const tookMs = await timesOf(reading.times, () => read(`${reading.url}${path}`, reading.token))
    const { p50Ms, p99Ms } = percentiles(tookMs)
    reading.context.say(`${path}: ${p50Ms.toFixed(1)} ms (p50)`)
    all.push(...tookMs)
    if (p50Ms > slowest.value) Object.assign(slowest, { value: p50Ms, p50Ms, p99Ms })
  }
  const { p50Ms, p99Ms } = percentiles(all)
  return [{ name, value: p50Ms, unit: 'ms (p50)', p50Ms, p99Ms, limit }, slowest]
}

async function givenReadersOf({ database: { db }, clearances }: OpenCases): Promise<[lead: string, reviewer: string]> {
  const lead = await givenStaff(db, { roles: ['lead'], onShift: true, languages: [], clearances })
  const reviewer = await givenStaff(db, { onShift: true, languages: [], clearances })
  return [lead.token, reviewer.token]
}
