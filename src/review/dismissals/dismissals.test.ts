import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenAccount, givenCase } from '../../../test/support/cases.ts'
import { startDeskBeforeOpening } from '../../../test/support/desk-before-opening.ts'
import { problemsOf } from '../../../test/support/escalation-flow.ts'
import { drawQaSamples } from '../quality-review/draw-qa-samples.ts'

const REASON = 'The same advertisement, reported by mistake.'
const MINUTE_MS = 60_000

async function startSets(t: TestContext) {
  const office = await startDeskBeforeOpening(t)
  const ana = await office.person(['reviewer'], { onShift: true })
  const cases = async (count: number) => {
    const ids: string[] = []
    for (let n = 0; n < count; n++) ids.push(await givenCase(office.db))
    return ids
  }
  const dismiss = (ids: readonly string[], who = ana) =>
    office.post(who, '/v1/case-sets', { cases: ids, reason: REASON })
  const statesOf = async (ids: readonly string[]) =>
    (
      await office.db.query<{ state: string }>(sql`
      select state from review_case where id = any (${ids}) order by array_position(${ids}::text[], id)`)
    ).rows.map(({ state }) => state)
  return { ...office, ana, cases, dismiss, statesOf }
}

test('a set of dismissed cases is one ledger entry; undo reopens', async (t) => {
  const { ana, cases, db, dismiss, get, post, statesOf, database } = await startSets(t)
  const ids = await cases(3)
  const { status, body } = await dismiss(ids)
  assert.deepEqual([status, body], [201, { setId: 'set_1', closed: 3 }])
  assert.deepEqual(await statesOf(ids), ['closed', 'closed', 'closed'])
  const { rows: decisions } = await db.query(sql`select staff_id, conclusion, rationale from decision`)
  assert.deepEqual(decisions, Array(3).fill({ staff_id: ana.id, conclusion: 'no_violation', rationale: REASON }))
  assert.equal((await dismiss(ids)).status, 409, 'a second press')
  assert.deepEqual(await problemsOf(db), [])
  const [touched = ''] = ids
  await db.query(sql`update review_case set state = 'open', closed_at = null where id = ${touched}`)
  await database.advance(MINUTE_MS)
  const undone = await post(ana, '/v1/case-sets/set_1/undo')
  assert.deepEqual([undone.status, undone.body], [200, { opened: 2, touched: 1 }])
  assert.deepEqual(await statesOf(ids), ['open', 'open', 'open'])
  assert.equal((await post(ana, '/v1/case-sets/set_1/undo')).status, 409)
  assert.equal((await post(ana, '/v1/case-sets/set_9/undo')).status, 404)
  const { events } = (await get(ana, `/v1/cases/${ids[1]}`)).body as { events: { kind: string }[] }
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['returned', 'decided'],
  )
  assert.deepEqual(await problemsOf(db), [])
})

test('one refused case keeps the whole set open', async (t) => {
  const { ana, cases, db, dismiss, person, post, statesOf } = await startSets(t)
  const [plain = '', held = ''] = await cases(2)
  const ben = await person(['reviewer'], { onShift: true })
  assert.equal((await post(ben, `/v1/cases/${held}/claim`)).status, 200)
  const child = await givenCase(db, { category: 'PROTECTION_OF_MINORS' })
  const safety = await givenCase(db, { clearances: ['safety'] })
  const guarded = await givenCase(db, { accountId: await givenAccount(db, { protected: true }) })
  const { status, body } = await dismiss([plain, held, child, safety, guarded, 'case_999'])
  assert.deepEqual(
    [status, body.refused],
    [
      409,
      [
        { caseId: held, why: 'held' },
        { caseId: child, why: 'danger' },
        { caseId: safety, why: 'not_yours' },
        { caseId: guarded, why: 'not_yours' },
        { caseId: 'case_999', why: 'unknown' },
      ],
    ],
  )
  assert.deepEqual(await statesOf([plain]), ['open'])
  const cleared = await person(['senior'], { onShift: true, clearances: ['protected'] })
  assert.deepEqual((await dismiss([guarded], cleared)).body.refused, [{ caseId: guarded, why: 'protected' }])
  assert.equal((await post(ana, '/v1/case-sets', { cases: [plain], reason: ' ' })).status, 400)
})

test('another reviewer judges part of a dismissed set again, unmarked', async (t) => {
  const { ana, cases, database, db, desk, dismiss, get, person, post } = await startSets(t)
  const ids = await cases(4)
  assert.equal((await dismiss(ids)).status, 201)
  await database.advance(11 * MINUTE_MS)
  assert.equal(await drawQaSamples(desk), 1)
  const ben = await person(['reviewer'], { onShift: true })
  assert.equal((await post(ana, '/v1/cases/claim-next')).status, 204, 'not its first reviewer')
  const { status, body } = await post(ben, '/v1/cases/claim-next')
  assert.equal(status, 200)
  const { events } = (await get(ben, `/v1/cases/${body.id}`)).body as { events: { kind: string }[] }
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['claimed'],
    'it looks like a new case',
  )
  assert.deepEqual(await problemsOf(db), [])
})
