import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { type GivenCase, givenCase } from '../support/cases.ts'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'

const HOUR_MS = 3_600_000
const refused = { code: 'CS001' }
const withoutRight = { code: '42501' }

/** A reviewer who holds a case, asks for a snooze of so many hours, and writes its row by hand with the role of the desk. */
async function startSnoozing(t: TestContext, given: GivenCase = {}) {
  const office = await startDeskBeforeOpening(t)
  const ana = await office.person(['reviewer'], { onShift: true, clearances: ['safety'] })
  const caseId = await givenCase(office.db, given)
  assert.equal((await office.post(ana, '/v1/cases/claim-next')).body.id, caseId)
  const { rows } = await office.db.query<{ now: Date }>(sql`select desk_now() as now`)
  const inHours = (hours: number) => new Date((rows[0]?.now.getTime() ?? 0) + hours * HOUR_MS)
  const snooze = async (hours: number) => {
    const body = { until: inHours(hours).toISOString(), reason: 'later' }
    return (await office.post(ana, `/v1/cases/${caseId}/snoozes`, body)).status
  }
  const forge = (hours: number) =>
    office.db.query(sql`
      insert into case_snooze (case_id, until, reason, made_by) values (${caseId}, ${inHours(hours)}, 'later', ${ana.id})`)
  const startClock = async (hours: number) => {
    // The causes of a legal clock have tests of their own, so their check is off here.
    await office.database.ownerPool.query('alter table legal_clock disable trigger check_clock_cause')
    await office.db.query(sql`
      insert into legal_clock (subject, policy_id, cause, case_id, page_at, due_at)
      select subject, 'intimate-images', 'removal_1', id, ${inHours(hours)}, ${inHours(hours + 1)}
      from review_case where id = ${caseId}`)
  }
  const isSnoozed = async () =>
    (await office.db.query<{ is: boolean }>(sql`select snoozed_until > desk_now() as is from review_case`)).rows[0]?.is
  return { ...office, ana, caseId, snooze, forge, startClock, isSnoozed }
}

test('a reviewer snoozes no case of child safety', async (t) => {
  const { snooze, forge } = await startSnoozing(t, { category: 'PROTECTION_OF_MINORS', severity: 2 })
  assert.equal(await snooze(1), 409)
  await assert.rejects(forge(1), refused)
})

test("no snooze lasts past its case's due time", async (t) => {
  const { snooze, forge } = await startSnoozing(t)
  assert.equal(await snooze(25), 409)
  await assert.rejects(forge(25), refused)
})

test('no snooze lasts past a legal clock of its case', async (t) => {
  const { snooze, forge, startClock } = await startSnoozing(t)
  await startClock(3)
  assert.equal(await snooze(4), 409)
  await assert.rejects(forge(4), refused)
  assert.equal(await snooze(2), 201)
})

test('a legal clock that starts later ends a longer snooze', async (t) => {
  const { snooze, startClock, isSnoozed } = await startSnoozing(t)
  assert.equal(await snooze(4), 201)
  assert.equal(await isSnoozed(), true)
  await startClock(3)
  assert.equal(await isSnoozed(), null)
})

test('a restricted person snoozes no case', async (t) => {
  const { ana, restrict, person, snooze, forge } = await startSnoozing(t)
  const admin = await person(['admin'])
  assert.equal((await restrict(admin, ana)).status, 200)
  assert.equal(await snooze(1), 403)
  await assert.rejects(forge(1), refused)
})

test('the application role neither prolongs nor forges a snooze', async (t) => {
  const { ana, caseId, db, snooze, isSnoozed } = await startSnoozing(t)
  assert.equal(await snooze(1), 201)
  for (const statement of [
    sql`update case_snooze set until = until + interval '1 hour'`,
    sql`update review_case set snoozed_until = due_at where id = ${caseId}`,
    sql`delete from case_snooze`,
  ]) {
    await assert.rejects(db.query(statement), withoutRight)
  }
  await assert.rejects(db.query(sql`update case_snooze set ended_at = desk_now(), how = 'passed'`), refused)
  const byReviewer = sql`update case_snooze set ended_at = desk_now(), how = 'ended', ended_by = ${ana.id}`
  await assert.rejects(db.query(byReviewer), refused)
  await db.query(sql`
    insert into review_case (subject, queue, category, rank, due_at, snoozed_until)
    values ('content:hidden', 'general', 'VIOLENCE', 1, desk_now() + interval '1 day', desk_now() + interval '1 day')`)
  const { rows } = await db.query(sql`select snoozed_until from review_case where subject = 'content:hidden'`)
  assert.deepEqual(rows, [{ snoozed_until: null }], 'no case begins as a snoozed one')
  assert.equal(await isSnoozed(), true)
})
