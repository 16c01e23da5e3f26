import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { freshDatabase } from '../../../test/support/fresh-database.ts'
import { type RankFacts, rankOf, reachClass, weighReporter } from '../../../test/support/rank-model.ts'
import { reportOf, startIntake } from '../../../test/support/reports.ts'
import { commitAlone, receiveReport } from '../intake/receive-report.ts'

const HOUR_MS = 3_600_000
const OPENED = new Date('2031-05-17T09:30:00.123Z')
const CLOSE_ENOUGH = 1e-6

const facts = (changes: Partial<RankFacts> = {}): RankFacts => ({
  severity: 3,
  reachClass: 2,
  reporterWeight: 1,
  boostHours: 0,
  openedAt: OPENED,
  ...changes,
})

test("severity, reach and reliable reporters raise a case's rank", () => {
  const rank = rankOf(facts())
  assert.ok(rankOf(facts({ severity: 4 })) > rank)
  assert.ok(rankOf(facts({ reachClass: 3 })) > rank)
  assert.ok(rankOf(facts({ reporterWeight: 2 })) > rank)
  assert.ok(rankOf(facts({ reporterWeight: 0.5 })) < rank)
  assert.ok(rankOf(facts({ boostHours: 1 })) > rank)
})

test("waiting raises a case's rank above more urgent cases", () => {
  const opened = (hours: number) => new Date(OPENED.getTime() + hours * HOUR_MS)
  const severe = rankOf(facts({ severity: 4 }))
  assert.ok(rankOf(facts({ openedAt: opened(-95) })) < severe)
  assert.ok(rankOf(facts({ openedAt: opened(-97) })) > severe)
  const later = rankOf(facts({ severity: 4, openedAt: opened(5000) })) - rankOf(facts({ openedAt: opened(5000) }))
  assert.ok(Math.abs(later - (severe - rankOf(facts()))) < CLOSE_ENOUGH)
})

test('many reporters alone never outrank a danger to life', () => {
  const brigaded = rankOf(facts({ severity: 1, reporterWeight: 100_000 }))
  assert.ok(brigaded < rankOf(facts({ severity: 5 })))
})

test("a reporter's weight starts at one and never reaches zero", () => {
  assert.equal(weighReporter({ upheld: 0, decided: 0 }), 1)
  const weights = [
    weighReporter({ upheld: 0, decided: 1000 }),
    weighReporter({ upheld: 1, decided: 4 }),
    weighReporter({ upheld: 0, decided: 0 }),
    weighReporter({ upheld: 1, decided: 1 }),
    weighReporter({ upheld: 1000, decided: 1000 }),
  ]
  assert.deepEqual(
    weights,
    weights.toSorted((a, b) => a - b),
  )
  assert.ok((weights[0] ?? 0) > 0 && (weights.at(-1) ?? 2) < 2)
})

test('the rank uses the digits of a reach; unknown ranks as protected', () => {
  assert.deepEqual([0, 1, 9, 10, 31, 99_999, 100_000].map(reachClass), [0, 1, 1, 2, 2, 5, 6])
  assert.deepEqual([reachClass('absent'), reachClass(null)], [0, 6])
})

const SEED = 20_260_504
const REACHES = [null, 'absent', 0, 9, 10, 99_999, 100_000, 43_500_000] as const
const aRank = fc.record({
  severity: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const),
  reachClass: fc.nat(9),
  reporterWeight: fc.double({ min: 0, max: 200_000, noNaN: true }),
  boostHours: fc.constantFrom(0, 200, 2_000),
  openedAt: fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true }),
  upheld: fc.nat(50),
  others: fc.nat(50),
  reach: fc.constantFrom(...REACHES),
})

test("SQL and TypeScript agree on a case's rank and its reporters' weight", async (t) => {
  const { pool } = await freshDatabase(t)
  const given = fc.sample(aRank, { numRuns: 300, seed: SEED })
  const rows = given.map(({ reach, upheld, others, ...one }) => ({
    ...{ ...one, upheld, decided: upheld + others },
    ...{ reach: typeof reach === 'number' ? reach : null, absent: reach === 'absent' },
  }))
  const { rows: inSql } = await pool.query<{ rank: number; weight: number; class: number }>(sql`
    select case_rank(severity, "reachClass", "reporterWeight", "boostHours", "openedAt") as rank,
      reporter_weight(upheld, decided) as weight, reach_class(reach, absent) as class
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as said (one, place),
      jsonb_to_record(one) as given (severity integer, "reachClass" integer, "reporterWeight" double precision,
        "boostHours" double precision, "openedAt" timestamptz, upheld integer, decided integer, reach bigint, absent boolean)
    order by place`)
  for (const [place, one] of given.entries()) {
    const said = inSql[place]
    assert.ok(said && Math.abs(said.rank - rankOf(one)) < CLOSE_ENOUGH, JSON.stringify(one))
    const weight = weighReporter({ upheld: one.upheld, decided: one.upheld + one.others })
    assert.ok(Math.abs(said.weight - weight) < CLOSE_ENOUGH, JSON.stringify(one))
    assert.equal(said.class, reachClass(one.reach), JSON.stringify(one))
  }
})

interface RankedCase {
  rank: number
  severity: 1 | 2 | 3 | 4 | 5
  reach_class: number
  reporter_weight: number
  opened_at: Date
}

const rankedBy = (row: RankedCase | undefined) => {
  assert.ok(row)
  const { rank, severity, reach_class: reach, reporter_weight: reporterWeight, opened_at: openedAt } = row
  assert.ok(Math.abs(rank - rankOf({ severity, reachClass: reach, reporterWeight, boostHours: 0, openedAt })) < 1e-5)
  return { severity, reach, reporterWeight }
}

test('a case is ranked from its first report', async (t) => {
  const { desk, keyId, all } = await startIntake(t)
  const one = async () => (await all<RankedCase>('select * from review_case'))[0]
  await givenAccount(desk.db, { id: '8821', reach: 5_000 })
  await desk.db.query(
    sql`insert into reporter_record (reporter_id, upheld, decided) values ('p-2', 6, 6), ('p-3', 0, 4)`,
  )
  const report = (id: string, reporterId: string, category: 'NOT_SPECIFIED_NOTICE' | 'VIOLENCE') =>
    receiveReport(commitAlone(desk), keyId, reportOf({ id, reporterId, category }))
  await report('n-1', 'p-1', 'NOT_SPECIFIED_NOTICE')
  assert.deepEqual(rankedBy(await one()), { severity: 1, reach: 4, reporterWeight: 1 })
  await report('n-2', 'p-2', 'VIOLENCE')
  assert.deepEqual(rankedBy(await one()), { severity: 4, reach: 4, reporterWeight: 2.6 })
  await report('n-3', 'p-3', 'NOT_SPECIFIED_NOTICE')
  assert.deepEqual(rankedBy(await one()), { severity: 4, reach: 4, reporterWeight: 3.1 })
  const before = await one()
  await report('n-4', 'p-2', 'NOT_SPECIFIED_NOTICE')
  await desk.db.query(sql`update reporter_record set decided = 60 where reporter_id = 'p-2'`)
  await report('n-5', 'p-2', 'NOT_SPECIFIED_NOTICE')
  assert.deepEqual(rankedBy(await one()), rankedBy(before), 'a reporter counts once, as they were when they reported')
})

test('the rank grows with each power of ten of the reach', async (t) => {
  const { pool } = await freshDatabase(t)
  const caseId = await givenCase(pool, { accountId: 'author' })
  const one = async () => (await pool.query<RankedCase>(sql`select * from review_case where id = ${caseId}`)).rows[0]
  await givenAccount(pool, { id: 'author', reach: 1 })
  for (const [reach, expected] of [
    [31, 2],
    [99, 2],
    [123_456, 6],
  ] as const) {
    await pool.query(sql`update account set reach_counted = ${reach} where id = 'author'`)
    assert.equal(rankedBy(await one()).reach, expected)
  }
})
