import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import pg from 'pg'
import sql from 'sql-template-tag'
import { givenCase } from '../../../test/support/cases.ts'
import { problemsOf } from '../../../test/support/escalation-flow.ts'
import { startDeskBeforeOpening } from '../../../test/support/desk-before-opening.ts'
import { recordPassedSnoozes } from './snooze-case.ts'

const HOUR_MS = 3_600_000
const REASON = 'The ferry company answers at three.'

/** Starts a desk with a held case, its holder and a lead. */
async function startHeld(t: TestContext) {
  const office = await startDeskBeforeOpening(t)
  const ana = await office.person(['reviewer'], { onShift: true })
  const lead = await office.person(['lead'], { onShift: true })
  const caseId = await givenCase(office.db)
  const claim = async () => (await office.post(ana, '/v1/cases/claim-next')).body.id
  assert.equal(await claim(), caseId)
  const { rows } = await office.db.query<{ now: Date }>(sql`select desk_now() as now`)
  const inHours = (hours: number) => new Date((rows[0]?.now.getTime() ?? 0) + hours * HOUR_MS).toISOString()
  const snooze = (hours: number, who = ana) =>
    office.post(who, `/v1/cases/${caseId}/snoozes`, { until: inHours(hours), reason: REASON })
  return { ...office, ana, lead, caseId, claim, snooze, inHours }
}

test('a snoozed case leaves the queue and returns at its time', async (t) => {
  const { ana, caseId, claim, database, db, get, inHours, snooze } = await startHeld(t)
  const { status, body } = await snooze(2)
  assert.deepEqual([status, body.caseId, body.until, body.reason], [201, caseId, inHours(2), REASON])
  assert.equal(await claim(), undefined)
  await recordPassedSnoozes({ db })
  const { items } = (await get(ana, `/v1/snoozes?case=${caseId}`)).body as { items: { how: string | null }[] }
  assert.deepEqual(
    items.map(({ how }) => how),
    [null],
  )
  await database.advance(2 * HOUR_MS)
  assert.equal(await claim(), caseId, 'at its time, though no task has run')
  await recordPassedSnoozes({ db })
  const { rows } = await db.query(sql`select how, ended_by, ended_at >= until as after from case_snooze`)
  assert.deepEqual(rows, [{ how: 'passed', ended_by: null, after: true }])
  assert.deepEqual(await problemsOf(db), [])
})

test('a lead lists snoozes and ends one before its time', async (t) => {
  const { ana, caseId, claim, db, get, lead, post, snooze } = await startHeld(t)
  const { body } = await snooze(2)
  const items = (await get(lead, '/v1/snoozes')).body.items as { id: string; endedAt: string | null }[]
  assert.deepEqual(
    items.map(({ id, endedAt }) => [id, endedAt]),
    [[body.id, null]],
  )
  const end = `/v1/snoozes/${body.id}/end`
  assert.equal((await post(ana, end)).status, 403)
  assert.equal((await post(lead, end)).status, 204)
  assert.equal((await post(lead, end)).status, 409)
  assert.equal((await post(lead, '/v1/snoozes/snooze_99/end')).status, 404)
  assert.equal(await claim(), caseId)
  assert.equal((await snooze(3)).status, 201, 'and again')
  assert.deepEqual(await problemsOf(db), [])
})

test('a snooze needs the claim, a reason and a future time', async (t) => {
  const { ana, caseId, db, inHours, lead, post, snooze } = await startHeld(t)
  const ask = async (body: object, of = caseId) => (await post(ana, `/v1/cases/${of}/snoozes`, body)).status
  assert.equal(await ask({ until: inHours(1), reason: ' ' }), 400)
  assert.equal(await ask({ until: '2026-02-30T09:00:00Z', reason: REASON }), 400)
  assert.equal(await ask({ until: inHours(-1), reason: REASON }), 400)
  assert.equal(await ask({ until: inHours(1), reason: REASON }, 'case_999'), 404)
  assert.equal((await snooze(1, lead)).status, 409)
  assert.equal((await snooze(1)).status, 201)
  assert.equal((await snooze(2)).status, 409)
  assert.deepEqual(await problemsOf(db), [])
})

test('a snoozed case that becomes urgent returns at once', async (t) => {
  const { caseId, claim, db, snooze } = await startHeld(t)
  assert.equal((await snooze(20)).status, 201)
  await db.query(sql`update review_case set due_at = desk_now() + interval '1 hour' where id = ${caseId}`)
  assert.equal(await claim(), caseId)
  await recordPassedSnoozes({ db })
  assert.deepEqual(await problemsOf(db), [])
})

test('verify finds a changed snooze', async (t) => {
  const { database, db, snooze } = await startHeld(t)
  assert.equal((await snooze(2)).status, 201)
  const intruder = new pg.Client({ connectionString: database.superUrl })
  await intruder.connect()
  await intruder.query(
    `set session_replication_role = replica; update case_snooze set until = until + interval '1 day'`,
  )
  await intruder.end()
  assert.deepEqual(await problemsOf(db), ['case_snooze snooze_1 changed'])
})
