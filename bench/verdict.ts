import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import { loadBudgets } from '../src/policy/budgets/budgets-file.ts'
import { FACT_NAMES } from '../src/policy/guards/facts.ts'
import { readFacts } from '../src/enforcement/facts/gather-facts.ts'
import { type Guards, loadGuards } from '../src/policy/guards/guards-file.ts'
import { type JudgedBy, judge } from '../src/policy/guards/judge.ts'
import { listLookalikes } from '../src/cases/lookalikes/list-lookalikes.ts'
import type { Pool } from '../src/foundation/database/db.ts'
import { inPlannedTransaction, type Tx } from '../src/foundation/database/db.ts'
import { givenStaff } from '../test/support/people.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { percentile, percentiles } from './percentile.ts'

const SHIPPED = resolve(import.meta.dirname, '../policies/guards.yaml')
const BUDGETS = resolve(import.meta.dirname, '../policies/budgets.yaml')
const VERDICT = 'verdict'
/** The same measurement where guards read every fact that exists. */
const ALL_FACTS = 'verdict-all-facts'
/** The median of all visits to one account. */
const OF_THREE = '-of-three'
const LOOKALIKE = 'look-alike'
const GUARDS = 50
const ACCOUNTS = 1_000_000
const ACCOUNTS_QUICK = 100_000
/** The number of colleagues on shift with the proposer: as many as a desk has at one time. */
const COLLEAGUES = 12
const TIMES = 5_000
const TIMES_QUICK = 500
const WARM_UP = 2_000
/** The number of visits to each account, so that the cost of a verdict is separable from the machine's other work. */
const ROUNDS = 3
/** The number of verdicts kept in memory for the limit: kept ones cost the garbage collector, and a desk keeps none. */
const KEPT = 500
/** The length of a list of look-alikes that a person picks from. */
const LISTED = 12
/** Twice the golden ratio's share: walks through all accounts without meeting one twice. */
const STRIDE = 618_033

export const verdict: Bench = {
  names: [VERDICT, VERDICT + OF_THREE, ALL_FACTS, ALL_FACTS + OF_THREE, LOOKALIKE],
  title: `what an enforcement needs, by ${GUARDS} guards, from the facts of a million accounts, and who looks like one of them`,
  run: measureVerdicts,
}

async function measureVerdicts({ ground, quick, wants, say }: BenchContext): Promise<Result[]> {
  const [count, times] = quick ? [ACCOUNTS_QUICK, TIMES_QUICK] : [ACCOUNTS, TIMES]
  const database = await ground.makeDatabase('bench_verdict', 'desk')
  say(`making ${count} accounts …`)
  for (const statement of MAKE_ACCOUNTS) await database.owner.query(statement, [count])
  const { id } = await givenStaff(database.db, { onShift: true })
  for (let n = 0; n < COLLEAGUES; n++) await givenStaff(database.db, { onShift: true })
  await ground.settle(database)
  const walk = Array.from({ length: WARM_UP + times }, (_, n) => `v${(n * STRIDE) % count}`)
  const shipped = { ...loadGuards(writeGuards(ground.folder)), budgets: loadBudgets(BUDGETS).budgets }
  const results: Result[] = []
  for (const [name, guards] of [
    [VERDICT, shipped],
    [ALL_FACTS, { ...shipped, reads: new Set(FACT_NAMES) }],
  ] as const) {
    if (!wants(name) && !wants(name + OF_THREE)) continue
    const { tookMs, limit } = await measureVerdict(database.db, guards, id, walk)
    results.push(result(name, tookMs, limit), result(name + OF_THREE, middleOfEach(tookMs), limit))
  }
  if (wants(LOOKALIKE)) results.push(await measureLookalikes(database.db, walk))
  return results
}

/** Measures each verdict, round after round, and the limit in the same minute. */
async function measureVerdict(db: Pool, guards: Guards, staffId: string, walk: readonly string[]) {
  const judged: JudgedBy[] = []
  const rounds = Array.from({ length: ROUNDS - 1 }, () => walk.slice(WARM_UP)).flat()
  const tookMs = await timeEach(db, [...walk, ...rounds], async (tx, account) => {
    const by = await readFacts(tx, guards, asked(account, staffId))
    judge(guards.guards, 'suspend', by)
    if (judged.length < KEPT) judged.push(by)
  })
  const bare = await bareRoundTrips(db, walk)
  const limit = percentile(withJudging(guards, judged, bare), 50)
  return { tookMs, limit }
}

/** Measures look-alikes: the highest reach among them, which guards read, and the list that a person picks from. */
async function measureLookalikes(db: Pool, walk: readonly string[]): Promise<Result> {
  const tookMs = await timeEach(db, walk, async (tx, account) => {
    await tx.query({ name: 'alike', text: 'select reach, vouched from account_lookalike($1)', values: [account] })
    await listLookalikes(tx, account, LISTED)
  })
  return result(LOOKALIKE, tookMs, percentile(await bareRoundTrips(db, walk), 50))
}

function middleOfEach(tookMs: readonly number[]): number[] {
  const accounts = tookMs.length / ROUNDS
  const timesOf = (account: number) =>
    Array.from({ length: ROUNDS }, (_, n) => tookMs[account + n * accounts] ?? Number.NaN)
  return Array.from({ length: accounts }, (_, account) => percentile(timesOf(account), 50))
}

function result(name: string, tookMs: readonly number[], limit: number): Result {
  const { p50Ms, p99Ms } = percentiles(tookMs)
  return { name, value: p50Ms, unit: 'ms (p50)', p50Ms, p99Ms, limit }
}

/** Measures every call except the first. */
async function timeEach(
  db: Pool,
  walk: readonly string[],
  measured: (tx: Tx, account: string) => Promise<unknown>,
): Promise<number[]> {
  return inPlannedTransaction(db, async (tx) => {
    const samples: number[] = []
    for (const account of walk) {
      const begun = performance.now()
      await measured(tx, account)
      samples.push(performance.now() - begun)
    }
    return samples.slice(WARM_UP)
  })
}

const asked = (accountId: string, staffId: string): Parameters<typeof readFacts>[2] => ({
  subject: `account:${accountId}`,
  accountId,
  action: 'suspend',
  by: { kind: 'staff', id: staffId },
  source: 'person',
  legalDuty: false,
  openedAt: new Date(Date.now() - 60_000),
  gathered: { accountId, handle: null, tags: [], reach: 31, askedAt: new Date() },
})

/** The limit: one read of one account by its id, and the evaluation of guards on facts already read. */
const withJudging = (guards: Guards, judged: readonly JudgedBy[], roundTrips: readonly number[]): number[] =>
  roundTrips.map((ms, n) => {
    const by = judged[n % judged.length]
    if (by === undefined) throw new BenchError('No enforcement was judged.')
    const begun = performance.now()
    judge(guards.guards, 'suspend', by)
    return ms + performance.now() - begun
  })

const bareRoundTrips = (db: Pool, walk: readonly string[]): Promise<number[]> =>
  timeEach(db, walk, (tx, account) =>
    tx.query({ name: 'bare', text: 'select reach from account where id = $1', values: [account] }),
  )

/** The shipped guards, and more of the same kinds up to fifty, each with a threshold of its own. */
function writeGuards(folder: string): string {
  const { guards } = parse(readFileSync(SHIPPED, 'utf8')) as { guards: { id: string; when: string }[] }
  const more = Array.from({ length: GUARDS - guards.length }, (_, n) => ({
    id: `more-${n}`,
    why: 'One more of its kind.',
    when: `account.reach >= ${1_000_000 + n} && enforcement.review_seconds < ${n + 1} || actor.minutes_on_shift >= ${540 + n}`,
    actions: ['suspend', 'deactivate'],
    require: { approvals: [{ count: 1 }] },
  }))
  const file = join(folder, 'fifty-guards.yaml')
  writeFileSync(file, stringify({ guards: [...guards, ...more] }, { aliasDuplicateObjects: false }))
  return file
}

const MAKE_ACCOUNTS = [
  `insert into account (id, handle, display_name, verified, account_created_at, reach, reach_counted, items, protected, source, facts_at)
   select 'v' || n, 'somebody_' || n, 'Somebody ' || n % 1000, false, timestamptz '2020-01-01', reach, reach, 100, reach >= 100000,
     'platform', clock_timestamp()
   from (select n, floor(20 / power(random() + 0.000001, 1.2))::bigint as reach from generate_series(0, $1::integer - 1) n) drawn`,
  `insert into account_lookalike (account_id, handle_skeleton, name_skeleton, handle_stem, name_stem, reach)
   select id, 'sornebody' || translate(substr(id, 2), '01', 'ol'),
     'sornebody' || translate((substr(id, 2)::integer % 1000)::text, '01', 'ol'), 'sornebody', 'sornebody', reach
   from account where $1::integer > 0`,
  `insert into account_reach (account_id, day, reach) select id, current_date, reach from account where $1::integer > 0`,
  `insert into account_known (account_id, fact) select id, 'tags' from account where $1::integer > 0`,
]
