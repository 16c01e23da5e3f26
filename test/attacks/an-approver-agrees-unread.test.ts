import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { givenClaim, givenReport } from '../support/desk-flow.ts'
import { identified, only, READING_MS, STAR, startGate } from '../support/gate-flow.ts'
import { postAndSign } from '../support/sign.ts'
import { checkLedger } from '../support/working-desk.ts'

const named = identified(STAR, 'otto_and_the_owls')
const MIDDLING = { kind: 'account', id: 'juno' } as const

test('an approver never approves within 20 seconds on a protected account', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const enforcementId = only(
    (await gate.ask(await gate.claim(STAR, ana), ana, { action: 'deactivate' }, named)).body.enforcements,
  )
  const offered = await gate.post(ben, '/v1/approvals/next')
  const told = await gate.review(enforcementId, ben)
  assert.equal(told.body.agreeFrom, new Date(desk.now().getTime() + READING_MS).toISOString())
  await desk.advance(READING_MS - 1_500)
  const { prepared } = await postAndSign(desk, ben, { act: 'agree', about: enforcementId })
  assert.deepEqual([prepared.status, prepared.body.why, prepared.body.secondsLeft], [409, 'too_quick', 2])
  assert.match(String(prepared.body.detail), /Approve in 2 seconds; you can decline or stop at once\.$/)

  const { db } = desk.desk
  await db.query(sql`update enforcement_offer set until = desk_now()`)
  await assert.rejects(db.query(sql`update enforcement_offer set offered_at = desk_now() - interval '1 hour'`))
  const forged = db.query(sql`
    insert into approval (enforcement_id, staff_id, answer, core, as_shown, material_hash)
    select id, ${ben.id}, 'agree', '{}', '{}', material_hash from enforcement where id = ${enforcementId}`)
  await assert.rejects(forged, { code: 'CS001', message: /too_quick/ })

  await desk.advance(1_500)
  const agreed = await gate.sendAnswer(enforcementId, ben, 'approve')
  assert.equal(agreed.body.state, 'held', JSON.stringify(agreed.body))
  assert.ok(offered.body.agreeFrom !== null)

  const second = only(
    (await gate.ask(await gate.claim(STAR, cleo), cleo, { action: 'suspend', durationMs: 3_600_000 }, named)).body
      .enforcements,
  )
  await gate.post(ana, '/v1/approvals/next')
  await gate.review(second, ana, { conclusion: 'no_violation' })
  assert.equal((await gate.sendAnswer(second, ana, 'decline', 'not this one')).status, 200, 'a decline never waits')
  desk.work()
  await checkLedger(desk.desk)
})

test('an approver may approve at once on an unprotected account', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  await givenReport(desk, MIDDLING)
  const caseId = await givenClaim(desk, ana.token)
  // An account of some size can't be assessed in no time, so a guard requires a second person.
  const asked = await gate.ask(caseId, ana, { action: 'suspend', durationMs: 3_600_000 })
  const enforcementId = only(asked.body.enforcements)
  await gate.post(ben, '/v1/approvals/next')
  const told = await gate.review(enforcementId, ben)
  assert.equal(told.body.agreeFrom, null, JSON.stringify(told.body))
  assert.equal((await gate.sendAnswer(enforcementId, ben, 'approve')).status, 200)
})
