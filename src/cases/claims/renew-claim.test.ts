import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenCase } from '../../../test/support/cases.ts'
import { type GivenStaff, givenStaff } from '../../../test/support/people.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { waitForLock } from '../../../test/support/wait-for-lock.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import { lockClaimedCase } from './check-claim.ts'
import { claimNextCase } from './claim-next.ts'
import { lapseClaims } from './lapse-claims.ts'
import { findCase } from '../queue/queries.ts'
import { releaseClaim, releaseClaimsOf } from './release-claim.ts'
import { renewClaim } from './renew-claim.ts'

const MINUTE_MS = 60_000
const LEASE_MS = 10 * MINUTE_MS

async function start(t: TestContext) {
  const { desk, database } = await startTestDesk(t, { driven: true })
  const reviewer = async (given: GivenStaff = {}) => (await givenStaff(desk.db, { onShift: true, ...given })).id
  const claim = async (person: string) => (await claimNextCase(desk.db, person))?.id
  return { desk, database, db: desk.db, reviewer, claim, check: checking(desk.db) }
}

const checking = (db: Pool) => async (caseId: string, person: string) => {
  const answer = await inTransaction(db, (tx) => lockClaimedCase(tx, caseId, person))
  return answer.ok ? 'theirs' : answer.why
}

async function eventsOf(db: Pool, caseId: string): Promise<string[]> {
  const { rows } = await db.query<{ kind: string; by: string }>(
    sql`select kind, by from case_event where case_id = ${caseId} order by id`,
  )
  return rows.map(({ kind, by }) => `${kind} ${by}`)
}

const entriesOf = async (db: Pool, kind: string): Promise<number> =>
  (await db.query(sql`select from ledger_payload where kind = ${kind}`)).rows.length

test('renewing a claim makes it last ten minutes from now', async (t) => {
  const { db, database, reviewer, claim } = await start(t)
  const [caseId, ana] = [await givenCase(db), await reviewer()]
  await claim(ana)
  await database.advance(9 * MINUTE_MS)
  const until = await renewClaim(db, caseId, ana)
  await database.advance(9 * MINUTE_MS)
  assert.equal(await claim(await reviewer()), undefined)
  const now = await db.query<{ now: Date }>(sql`select desk_now() as now`)
  assert.equal(until.getTime() - (now.rows[0]?.now.getTime() ?? 0), MINUTE_MS)
})

test('a claim lasts an hour at most, however often renewed', async (t) => {
  const { db, database, reviewer, claim, check } = await start(t)
  const [caseId, ana] = [await givenCase(db), await reviewer()]
  await claim(ana)
  for (let minutes = 9; minutes < 60; minutes += 9) {
    await database.advance(9 * MINUTE_MS)
    await renewClaim(db, caseId, ana)
  }
  await database.advance(6 * MINUTE_MS - 1)
  assert.equal(await check(caseId, ana), 'theirs')
  await database.advance(1)
  await assert.rejects(renewClaim(db, caseId, ana), { code: 'conflict', message: /It lasted 60 minutes, the longest/ })
  assert.equal(await claim(await reviewer()), caseId)
})

test('an expired claim is renewed while its case is free', async (t) => {
  const { db, database, reviewer, claim, check } = await start(t)
  const [caseId, ana] = [await givenCase(db), await reviewer()]
  await claim(ana)
  await database.advance(LEASE_MS)
  assert.equal(await check(caseId, ana), 'ran_out')
  await renewClaim(db, caseId, ana)
  assert.equal(await check(caseId, ana), 'theirs')
  assert.equal(await claim(await reviewer()), undefined)
})

test('a claim that another reviewer took over is not renewed', async (t) => {
  const { db, database, reviewer, claim, check } = await start(t)
  const [caseId, ana, ben] = [await givenCase(db), await reviewer(), await reviewer()]
  await claim(ana)
  await database.advance(LEASE_MS)
  assert.equal(await claim(ben), caseId)
  await assert.rejects(renewClaim(db, caseId, ana), {
    code: 'conflict',
    message: /Another reviewer holds the case now/,
  })
  assert.equal(await check(caseId, ana), 'taken')
  assert.equal(await check(caseId, ben), 'theirs')
})

test('a late renewal and a takeover of a claim never both succeed', async (t) => {
  const { db, database, reviewer, claim } = await start(t)
  for (let round = 0; round < 5; round++) {
    const [caseId, ana, ben] = [await givenCase(db), await reviewer(), await reviewer()]
    await claim(ana)
    await database.advance(LEASE_MS)
    const [renewed, taken] = await Promise.allSettled([renewClaim(db, caseId, ana), claim(ben)])
    const holder = (await findCase(db, caseId))?.claimedBy
    if (renewed.status === 'fulfilled')
      assert.deepEqual([holder, taken], [ana, { status: 'fulfilled', value: undefined }])
    else assert.equal(holder, ben)
    await releaseClaim(db, caseId, holder ?? '')
    await db.query(sql`update review_case set state = 'closed', closed_at = desk_now() where id = ${caseId}`)
  }
})

test('an expired claim is renewed only for a still eligible reviewer', async (t) => {
  const { db, database, reviewer, claim } = await start(t)
  const ana = await reviewer({ clearances: ['protected'], plannedMinutes: 65 })
  const guarded = await givenCase(db, { accountId: null, rank: 5 })
  await claim(ana)
  await database.advance(9 * MINUTE_MS)
  await renewClaim(db, guarded, ana)
  await database.advance(LEASE_MS)
  // Their last hour began meanwhile. They could finish a held case, but an expired claim is not renewed.
  await assert.rejects(renewClaim(db, guarded, ana), { code: 'conflict' })
})

test('renewing an expired claim never exceeds two held cases', async (t) => {
  const { db, database, reviewer, claim } = await start(t)
  const ana = await reviewer()
  const [first] = [await givenCase(db, { rank: 5 }), await givenCase(db, { rank: 4 }), await givenCase(db, { rank: 3 })]
  await claim(ana)
  await database.advance(LEASE_MS)
  await db.query(sql`update review_case set rank = 0 where id = ${first}`)
  await claim(ana)
  await claim(ana)
  await assert.rejects(renewClaim(db, first, ana), { code: 'conflict', message: /You hold/ })
})

test('a claim on a closed, missing or free case is not renewed', async (t) => {
  const { db, reviewer } = await start(t)
  const [ana, closed, open] = [await reviewer(), await givenCase(db), await givenCase(db)]
  await db.query(sql`update review_case set state = 'closed', closed_at = desk_now() where id = ${closed}`)
  await assert.rejects(renewClaim(db, closed, ana), { code: 'conflict', message: /The case was closed/ })
  await assert.rejects(renewClaim(db, open, ana), { code: 'conflict', message: /You no longer hold the case/ })
  await assert.rejects(renewClaim(db, 'case_999', ana), { code: 'not_found' })
})

test('only its holder returns a case, which is free at once', async (t) => {
  const { db, reviewer, claim, check } = await start(t)
  const [caseId, ana, ben] = [await givenCase(db), await reviewer(), await reviewer()]
  await claim(ana)
  await assert.rejects(releaseClaim(db, caseId, ben), { code: 'conflict' })
  await assert.rejects(releaseClaim(db, 'case_999', ben), { code: 'not_found' })
  await releaseClaim(db, caseId, ana)
  await assert.rejects(releaseClaim(db, caseId, ana), { code: 'conflict' })
  assert.equal(await check(caseId, ana), 'not_held')
  assert.equal(await claim(ben), caseId)
  assert.deepEqual(await eventsOf(db, caseId), [
    `claimed staff:${ana}`,
    `released staff:${ana}`,
    `claimed staff:${ben}`,
  ])
  assert.equal(await entriesOf(db, 'case_released'), 1)
})

test("a reviewer's departure releases their claims and no others", async (t) => {
  const { db, reviewer, claim, check } = await start(t)
  const [ana, ben] = [await reviewer(), await reviewer()]
  for (let index = 0; index < 3; index++) await givenCase(db)
  const [first, second, third] = [await claim(ana), await claim(ana), await claim(ben)]
  const released = await inTransaction(db, (tx) => releaseClaimsOf(tx, ana, DESK))
  assert.deepEqual(released.toSorted(), [first, second].sort())
  assert.deepEqual(
    [await check(first ?? '', ana), await check(second ?? '', ana), await check(third ?? '', ben)],
    ['not_held', 'not_held', 'theirs'],
  )
  assert.deepEqual(await eventsOf(db, first ?? ''), [`claimed staff:${ana}`, 'released desk'])
  assert.deepEqual(await inTransaction(db, (tx) => releaseClaimsOf(tx, ana, DESK)), [])
})

test('expired claims are removed and recorded once', async (t) => {
  const { desk, db, database, reviewer, claim, check } = await start(t)
  const [gone, kept] = [await givenCase(db, { rank: 5 }), await givenCase(db)]
  const [ana, ben] = [await reviewer(), await reviewer()]
  await claim(ana)
  await database.advance(5 * MINUTE_MS)
  await claim(ben)
  await database.advance(5 * MINUTE_MS)
  assert.equal(await lapseClaims(desk), 0, 'whoever is only late has a minute to renew')
  await database.advance(MINUTE_MS)
  assert.deepEqual((await Promise.all([lapseClaims(desk), lapseClaims(desk)])).sort(), [0, 1])
  assert.deepEqual(await eventsOf(db, gone), [`claimed staff:${ana}`, `lapsed staff:${ana}`])
  assert.deepEqual([await check(gone, ana), await check(kept, ben)], ['not_held', 'theirs'])
  assert.equal(await entriesOf(db, 'case_lapsed'), 1)
})

test('a claim is checked only after its case is locked', async (t) => {
  const { db, database, reviewer, claim, check } = await start(t)
  const [caseId, ana] = [await givenCase(db), await reviewer()]
  await claim(ana)
  const other = await db.connect()
  await other.query('begin')
  await other.query(sql`select from review_case where id = ${caseId} for update`)
  const checking = check(caseId, ana)
  await waitForLock(db)
  await database.advance(LEASE_MS)
  await other.query('rollback')
  other.release()
  assert.equal(await checking, 'ran_out')
})

test('a refusal distinguishes a closed, a missing and a lost case', async (t) => {
  const { db, reviewer, check } = await start(t)
  const [ana, caseId] = [await reviewer(), await givenCase(db)]
  await db.query(sql`update review_case set state = 'closed', closed_at = desk_now() where id = ${caseId}`)
  assert.deepEqual([await check(caseId, ana), await check('case_999', ana)], ['closed', 'unknown_case'])
})

const BECOMES: readonly { name: string; statement: string }[] = [
  { name: 'a report asks for more', statement: `update review_case set clearances = '{safety}'` },
  { name: 'its account becomes protected', statement: 'update account set protected = true' },
]

for (const { name, statement } of BECOMES) {
  test(`a holder without access neither decides nor renews: ${name}`, async (t) => {
    const { db, database, reviewer, claim, check } = await start(t)
    const person = await reviewer()
    const caseId = await givenCase(db)
    assert.equal(await claim(person), caseId)
    assert.equal(await check(caseId, person), 'theirs')
    await database.ownerPool.query({ text: statement, values: [] })
    assert.equal(await check(caseId, person), 'asks_more')
    await assert.rejects(renewClaim(db, caseId, person), /clearance that you lack/)
    await releaseClaim(db, caseId, person)
    assert.equal(await claim(person), undefined, 'nor is it given to them again')
  })
}
