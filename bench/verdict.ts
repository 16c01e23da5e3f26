import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse, stringify } from 'yaml'
import { readFacts } from '../src/guard/gather-facts.ts'
import { type Guards, loadGuards } from '../src/guard/guards-file.ts'
import { type JudgedBy, judge } from '../src/guard/judge.ts'
import type { Pool } from '../src/lib/db.ts'
import { inTransaction, type Tx } from '../src/lib/db.ts'
import { givenStaff } from '../test/support/people.ts'
import { type Bench, type BenchContext, BenchError, type Result } from './bench.ts'
import { percentile, percentiles } from './percentile.ts'

const SHIPPED = resolve(import.meta.dirname, '../policies/guards.yaml')
const GUARDS = 50
const ACCOUNTS = 1_000_000
const ACCOUNTS_QUICK = 100_000
const TIMES = 5_000
const TIMES_QUICK = 500
const WARM_UP = 200
/** Twice the golden ratio's share: walks through all accounts without meeting one twice. */
const STRIDE = 618_033

export const verdict: Bench = {
  names: ['verdict'],
  title: `what an order needs, by ${GUARDS} guards, from the facts of a million accounts`,
  run: measureVerdicts,
}

async function measureVerdicts({ ground, quick, say }: BenchContext): Promise<Result[]> {
  const [count, times] = quick ? [ACCOUNTS_QUICK, TIMES_QUICK] : [ACCOUNTS, TIMES]
  const database = await ground.makeDatabase('bench_verdict', 'desk')
  say(`making ${count} accounts …`)
  for (const statement of MAKE_ACCOUNTS) await database.owner.query(statement, [count])
  const { id } = await givenStaff(database.db, { onShift: true })
  await ground.settle(database)
  const guards = loadGuards(writeGuards(ground.folder))
  const judged: JudgedBy[] = []
  const tookMs = await inTransaction(database.db, async (tx) => {
    const samples: number[] = []
    for (let n = -WARM_UP; n < times; n++) {
      const account = `v${((n + WARM_UP) * STRIDE) % count}`
      const begun = performance.now()
      const by = await readFacts(tx, guards, asked(account, id))
      judge(guards.guards, 'suspend', by)
      if (n < 0) continue
      samples.push(performance.now() - begun)
      judged.push(by)
    }
    return samples
  })
  const bare = await bareRoundTrips(database.db, times)
  const { p50Ms, p99Ms } = percentiles(tookMs)
  return [
    {
      name: 'verdict',
      value: p50Ms,
      unit: 'ms (p50)',
      p50Ms,
      p99Ms,
      limit: percentile(withJudging(guards, judged, bare), 50),
    },
  ]
}

const asked = (accountId: string, staffId: string): Parameters<typeof readFacts>[2] => ({
  subject: `account:${accountId}`,
  accountId,
  action: 'suspend',
  by: { kind: 'staff', id: staffId },
  legalDuty: false,
  openedAt: new Date(Date.now() - 60_000),
  gathered: { accountId, tags: [], reach: 31, askedAt: new Date() },
})

/** The limit: one look at one account by its id, and judging facts that are there already. */
const withJudging = (guards: Guards, judged: readonly JudgedBy[], roundTrips: readonly number[]): number[] =>
  roundTrips.map((ms, n) => {
    const by = judged[n]
    if (by === undefined) throw new BenchError('Fewer orders were judged than were looked up.')
    const begun = performance.now()
    judge(guards.guards, 'suspend', by)
    return ms + performance.now() - begun
  })

async function bareRoundTrips(db: Pool, times: number): Promise<number[]> {
  return inTransaction(db, async (tx: Tx) => {
    const samples: number[] = []
    for (let n = 0; n < times; n++) {
      const begun = performance.now()
      await tx.query({ name: 'bare', text: 'select reach from account where id = $1', values: [`v${n}`] })
      samples.push(performance.now() - begun)
    }
    return samples
  })
}

/** The shipped guards, and as many more of the same kinds as make fifty, each at a bound of its own. */
function writeGuards(folder: string): string {
  const { guards } = parse(readFileSync(SHIPPED, 'utf8')) as { guards: { id: string; when: string }[] }
  const more = Array.from({ length: GUARDS - guards.length }, (_, n) => ({
    id: `more-${n}`,
    why: 'One more of its kind.',
    when: `account.reach >= ${1_000_000 + n} && order.review_seconds < ${n + 1} || actor.minutes_on_shift >= ${540 + n}`,
    actions: ['suspend', 'deactivate'],
    require: { approvals: [{ count: 1 }] },
  }))
  const file = join(folder, 'fifty-guards.yaml')
  writeFileSync(file, stringify({ guards: [...guards, ...more] }))
  return file
}

const MAKE_ACCOUNTS = [
  `insert into account (id, handle, display_name, verified, account_created_at, reach, reach_counted, items, protected, source, facts_at)
   select 'v' || n, 'somebody_' || n, 'Somebody ' || n % 1000, false, timestamptz '2020-01-01', reach, reach, 100, reach >= 100000,
     'platform', clock_timestamp()
   from (select n, floor(20 / power(random() + 0.000001, 1.2))::bigint as reach from generate_series(0, $1::integer - 1) n) drawn`,
  `insert into account_lookalike (account_id, handle_skeleton, name_skeleton, reach)
   select id, handle, display_name, reach from account where $1::integer > 0`,
]
