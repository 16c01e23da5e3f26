import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import sql from 'sql-template-tag'
import { adoptFirst } from '../../src/admin/rule-sets/policies-in-force.ts'
import { ENFORCEMENT_STATES, RESTORE_CAUSES } from '../../src/foundation/domain.ts'
import { countStrikes, isStanding, pointsTowards, sum } from '../../src/policy/strikes/count-strikes.ts'
import { listGrounds } from '../../src/review/strikes/strike-queries.ts'
import { givenCase } from '../support/cases.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { giveStrike } from '../support/strikes.ts'

const SEED = 20_260_504
const DAY = '2026-05-04T09:00:00.000Z'
const aTime = fc.constantFrom(null, DAY)

const aRow = fc.record({
  in_effect_at: aTime,
  interim: fc.boolean(),
  failing: fc.boolean(),
  lifted: fc.boolean(),
  source: fc.constantFrom('person', 'schedule', 'bulk_action'),
  state: fc.constantFrom(...ENFORCEMENT_STATES),
  confirm_by: aTime,
  confirmed_at: aTime,
  undone_for: fc.constantFrom(null, ...RESTORE_CAUSES),
})

const timeOf = (text: string | null) => (text === null ? null : new Date(text))

test('SQL and TypeScript agree on which enforcements give strikes', async (t) => {
  const { ownerPool: pool } = await freshDatabase(t)
  // Most combinations have something that lifts them, so the ordinary ones come beside.
  const rows = [
    ...fc.sample(aRow, { numRuns: 600, seed: SEED }),
    ...fc.sample(aRow, { numRuns: 200, seed: SEED + 1 }).map((row) => ({
      ...{ ...row, in_effect_at: DAY, interim: false, failing: false, lifted: false, source: 'person' as const },
      ...{ undone_for: null, confirm_by: null },
    })),
  ]
  const inSql = await pool.listValues<boolean>(sql`
    select gives_strike(jsonb_populate_record(null::enforcement, said), said ->> 'undone_for') as gives
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality given (said, place) order by place`)
  const inTypeScript = rows.map((row) =>
    isStanding({
      ...{ inEffectAt: timeOf(row.in_effect_at), isInterim: row.interim, isDrill: row.source === 'schedule' },
      ...{ isRefused: row.failing || row.lifted, state: row.state, undoneFor: row.undone_for },
      ...{ confirmBy: timeOf(row.confirm_by), confirmedAt: timeOf(row.confirmed_at) },
    }),
  )
  assert.deepEqual(inSql, inTypeScript)
  assert.ok(inSql.filter((gives) => gives).length > 20)
})

test('SQL and TypeScript count the same points towards a threshold', async (t) => {
  const { ownerPool: pool } = await freshDatabase(t)
  const aCase = fc.record({
    threshold: fc.record({ points: fc.integer({ min: 1, max: 40 }), people: fc.integer({ min: 1, max: 5 }) }),
    strikes: fc.array(
      fc.record({
        givenBy: fc.constantFrom('staff:1', 'staff:2', 'staff:3', 'source:links'),
        points: fc.integer({ min: 1, max: 9 }),
      }),
      { maxLength: 12 },
    ),
  })
  const given = fc.sample(aCase, { numRuns: 300, seed: SEED })
  const inSql = await pool.listValues<number>(sql`
    select points_towards(one -> 'threshold', one -> 'strikes') as points
    from jsonb_array_elements(${JSON.stringify(given)}::jsonb) with ordinality given (one, place) order by place`)
  assert.deepEqual(
    inSql,
    given.map(({ threshold, strikes }) => pointsTowards(threshold, strikes)),
  )
})

test('SQL and TypeScript count the same strikes of an account', async (t) => {
  const { pool, ownerPool } = await freshDatabase(t)
  await adoptFirst(pool, 'policies')
  // Four acts in ten are in one of two cases.
  const cases = [await givenCase(pool), await givenCase(pool)]
  const anAct = fc.record({
    policyId: fc.constantFrom('spam', 'scam', 'hate', 'court-order'),
    action: fc.constantFrom('hide', 'remove'),
    by: fc.constantFrom('source:links', 'source:words'),
    place: fc.integer({ min: 0, max: 9 }),
    days: fc.integer({ min: 0, max: 400 }),
  })
  for (const { policyId, action, by, place, days } of fc.sample(anAct, { numRuns: 60, seed: SEED })) {
    const at = await pool.onlyValue<Date>(sql`select desk_now() - ${days} * interval '1 day' as at`)
    const columns = { case_id: place < 4 ? cases[place % 2] : null, in_effect_at: at.toISOString() }
    await giveStrike(ownerPool, { accountId: 'rosa', by, policyId, action, columns })
  }
  const strikes = countStrikes(await listGrounds(pool, 'rosa', null))
  const inSql = await pool.listValues<string>(sql`select enforcement_id as id from list_strikes('rosa') order by 1`)
  assert.deepEqual(inSql, strikes.map(({ enforcementId }) => enforcementId).toSorted())
  assert.ok(strikes.length > 5)
  const points = await pool.onlyValue<number>(sql`select strike_points('rosa') as points`)
  assert.equal(points, sum(strikes.map((strike) => strike.points)))
})
