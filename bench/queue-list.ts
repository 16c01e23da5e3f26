import { givenStaff } from '../test/support/people.ts'
import type { Bench, BenchContext, Result } from './bench.ts'
import { startApi } from './desk-programs.ts'
import { type OpenCases, prepareOpenCases } from './open-cases.ts'
import { percentile, percentiles } from './percentile.ts'
import { read, timesOf } from './timed-reads.ts'

const TIMES = 40
const TIMES_QUICK = 5

/** The first pages that the console requests, one for each filter and order. */
const PAGES = [
  'sort=priority',
  'sort=due',
  'sort=age',
  'sort=reach',
  'sort=priority&queue=scams',
  'sort=priority&language=nl',
  'sort=due&language=ar&category=SELF_HARM',
  'sort=priority&category=SELF_HARM',
  'sort=priority&breached=true',
  'sort=priority&escalated=true',
  'sort=priority&returned=true',
  'sort=priority&appeal=true',
  'sort=priority&signal=hasher',
  'sort=age&reachAtLeast=1000000',
  'sort=priority&assignee=none',
  'sort=due&assignee=me',
  'sort=priority&text=a77',
  'sort=reach&text=Somebody%20a4711',
] as const

/** The limit: the same page size from the same table by one index, without a check of rights and without joins. */
const BARE = `select id, subject, queue, category, opened_at, due_at from review_case
  where state = 'open' order by opened_at, id limit 51`

export const queueList: Bench = {
  names: ['queue-page', 'queue-slowest', 'queue-counts'],
  title: 'the first page of the list of cases, with a million of them open',
  run: measureLists,
}

async function measureLists(context: BenchContext): Promise<Result[]> {
  const { ground, quick, say } = context
  const cases = await prepareOpenCases(context)
  const times = quick ? TIMES_QUICK : TIMES
  const limit = percentile(await timesOf(times, () => cases.database.db.query({ text: BARE, values: [] })), 50)
  const api = await startApi(ground, cases.database, { policiesDir: cases.policiesDir })
  const samples: number[] = []
  let slowest: Result = { name: 'queue-slowest', value: 0, unit: 'ms (p50)', p50Ms: 0, p99Ms: 0, limit }
  for (const { who, token } of await readersOf(cases)) {
    for (const page of PAGES) {
      const tookMs = await timesOf(times, () => read(`${api.url}/v1/cases?state=open&${page}`, token))
      const { p50Ms, p99Ms } = percentiles(tookMs)
      say(`${who} ${page}: ${p50Ms.toFixed(1)} ms (p50), ${p99Ms.toFixed(1)} ms (p99)`)
      samples.push(...tookMs)
      if (p50Ms > slowest.value) slowest = { ...slowest, value: p50Ms, p50Ms, p99Ms }
    }
  }
  const [{ token = '' } = {}] = await readersOf(cases)
  const counts = percentiles(await timesOf(times, () => read(`${api.url}/v1/queues`, token)))
  const all = percentiles(samples)
  return [
    { name: 'queue-page', value: all.p50Ms, unit: 'ms (p50)', ...all, limit },
    slowest,
    { name: 'queue-counts', value: counts.p50Ms, unit: 'ms (p50)', ...counts, limit: null },
  ]
}

/** A person who may open every case except those of vendors, and one without any clearance. */
async function readersOf({ database, clearances }: OpenCases): Promise<{ who: string; token: string }[]> {
  const given = { onShift: true, languages: [] }
  const cleared = await givenStaff(database.db, { ...given, clearances })
  const plain = await givenStaff(database.db, { ...given, clearances: [] })
  return [
    { who: 'cleared', token: cleared.token },
    { who: 'plain', token: plain.token },
  ]
}
