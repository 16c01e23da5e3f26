import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { pageOf } from '../../src/foundation/database/select-page.ts'
import { listReviews, reviewProtections } from '../../src/admin/protections/review-protections.ts'
import { inTransaction } from '../../src/foundation/database/db.ts'
import { agreeSigned } from '../support/changes.ts'
import { identified, MINISTER, minutes, only, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const DAY = minutes(24 * 60)

test('a protection not reviewed twice in a row weakens', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const { db } = desk.desk
  const people = [await desk.person(), await desk.person()] as const
  const [ana, ben] = people
  const crane = await desk.person({ roles: ['policy'] })
  const shift = async () => {
    for (const each of people) await gate.post(each, '/v1/me/shift', { plannedMinutes: 480 })
  }
  const first = await gate.claim(MINISTER, ana)
  const asks = async (caseId: string) => {
    const { body } = await gate.preview(caseId, ana, { action: 'deactivate' }, { reason: 'I look again' })
    return (body.requirement as { people: string | null }).people
  }
  assert.match(String(await asks(first)), /two of senior or lead \(from two teams\)/)
  assert.equal(await reviewProtections(desk.desk), 0)
  await desk.advance(180 * DAY)
  await reviewProtections(desk.desk)
  const told = await gate.get(crane, '/v1/alerts')
  assert.match(JSON.stringify(told.body), /The protection of account:vale was to be looked at again/)
  // In a transaction: only when that is rolled back has it let go of the rows, which a review would pass over.
  const forged = inTransaction(db, (tx) => tx.query(sql`update protection_review set missed = 2`))
  await assert.rejects(forged, /is not missed yet/)
  await desk.advance(14 * DAY)
  assert.equal(await reviewProtections(desk.desk), 1)
  await shift()
  assert.match(String(await asks(first)), /two of senior or lead/, 'a first miss changes nothing')
  await desk.advance(14 * DAY)
  assert.equal(await reviewProtections(desk.desk), 1)
  await shift()
  assert.equal(await asks(first), 'one other person')
  const { body: listed } = await gate.get(crane, '/v1/protection-reviews')
  assert.deepEqual(
    (listed.items as { missed: number; tags: string[] }[]).map(({ missed, tags }) => [missed, tags]),
    [[2, ['public_office']]],
  )
  const caseId = await gate.claim(MINISTER, ana)
  const enforcementId = only(
    (await gate.ask(caseId, ana, { action: 'deactivate' }, identified(MINISTER, 'minister_vale'))).body.enforcements,
  )
  assert.equal((await gate.approve(enforcementId, ben)).body.state, 'held', 'never for nothing')
  const keep = { subject: MINISTER, reason: 'still in office' }
  assert.equal((await gate.post(ana, '/v1/protection-reviews', keep)).status, 403)
  assert.equal((await gate.post(crane, '/v1/protection-reviews', keep)).status, 204)
  assert.match(String(await asks(caseId)), /two of senior or lead \(from two teams\)/)
  assert.deepEqual((await listReviews(db, pageOf({}))).items, [], 'not soon again')
  const dueDays = async () => {
    const { rows } = await db.query<{ days: number }>(sql`
      select round(extract(epoch from due_at - desk_now()) / 86400)::integer as days from protection_review`)
    return rows.map(({ days }) => days)
  }
  const finch = await desk.person({ roles: ['policy'] })
  const wanted = { kind: 'review_times', everyDays: 60, graceDays: 30 } as const
  const propose = (change: object) => gate.post(crane, '/v1/changes', { change, reason: 'our people are few' })
  assert.equal((await propose({ ...wanted, everyDays: 366 })).status, 400, 'nobody sets never')
  const sooner = await propose(wanted)
  assert.deepEqual([sooner.body.state, sooner.body.direction, await dueDays()], ['proposed', 'mixed', [180]])
  const by = { kind: 'staff', id: finch.id, pseudonym: finch.id, roles: ['policy'] } as const
  await agreeSigned(desk.desk, String(sooner.body.id), by)
  assert.deepEqual(await dueDays(), [60], 'from when somebody last looked')
  await assert.rejects(
    db.query(sql`insert into review_times (every_days, grace_days, change_id) values (365, 30, 'chg_1')`),
  )
  desk.work()
  await desk.advance(minutes(6))
  await desk.enforcementIn(enforcementId, 'awaiting_approval')
  await checkLedger(desk.desk)
})
