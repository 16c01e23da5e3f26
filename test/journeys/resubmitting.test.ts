import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { send } from '../support/desk-flow.ts'
import { identified, minutes, only, STAR, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

const named = identified(STAR, 'otto_and_the_owls')
const DEACTIVATE = { action: 'deactivate' }
const WEEK = { action: 'suspend', durationMs: 604_800_000 }

test('a proposal that was declined needs a lead the second time', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const lead = await desk.person({ roles: ['lead'] })
  const first = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  await gate.consider(first, ben, 'no_violation')
  assert.equal((await gate.sendAnswer(first, ben, 'decline', 'a band, not a fraud')).body.state, 'declined')
  const second = only((await gate.ask(await gate.claim(STAR, cleo), cleo, DEACTIVATE, named)).body.enforcements)
  assert.equal((await gate.approve(second, ana)).body.state, 'awaiting_approval', 'not without a lead')
  const told = await gate.consider(second, lead)
  const { declinedBefore } = told.body.proposer as { declinedBefore: { reason: string }[] }
  assert.deepEqual(
    declinedBefore.map(({ reason }) => reason),
    ['a band, not a fraud'],
  )
  assert.equal((await gate.sendAnswer(second, lead, 'approve')).body.state, 'held')
})

test('a stopped enforcement is resubmitted with two new approvals', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo, dan] = [await desk.person(), await desk.person(), await desk.person(), await desk.person()]
  const lead = await desk.person({ roles: ['lead'] })
  const first = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  await gate.approve(first, ben)
  desk.work()
  await desk.advance(minutes(3))
  assert.equal((await gate.post(cleo, `/v1/enforcements/${first}/stop`)).status, 200)
  assert.equal((await gate.signed(ben, `/v1/enforcements/${first}/resume`)).status, 403, 'a senior or lead takes it up')
  const resumed = await gate.signed(lead, `/v1/enforcements/${first}/resume`)
  assert.equal(resumed.status, 201, JSON.stringify(resumed.body))
  const second = String(resumed.body.id)
  for (const barred of [ana, cleo, lead])
    assert.equal((await gate.sendAnswer(second, barred, 'approve')).body.why, 'party')
  assert.equal((await gate.approve(second, ben)).body.state, 'awaiting_approval')
  assert.equal((await gate.approve(second, dan)).body.state, 'held')
  await desk.advance(minutes(2) - 1_000)
  assert.equal((await desk.enforcementIn(second, 'held')).state, 'held')
  await desk.advance(2_000)
  await desk.enforcementIn(second, 'in_effect')
  assert.equal((await gate.signed(lead, `/v1/enforcements/${first}/resume`)).status, 409, 'once')
  await checkLedger(desk.desk)
})

test('a restored enforcement can be resubmitted for a day, not later', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, lead] = [await desk.person(), await desk.person({ roles: ['lead'] })]
  desk.work()
  const caseId = await gate.claim({ kind: 'account', id: 'pills' }, ana)
  const offline = only((await gate.ask(caseId, ana, WEEK)).body.enforcements)
  await desk.enforcementIn(offline, 'in_effect')
  assert.equal((await gate.post(ana, `/v1/enforcements/${offline}/restore`)).status, 202)
  await desk.enforcementIn(offline, 'restored')
  const again = await gate.signed(lead, `/v1/enforcements/${offline}/reinstate`)
  assert.deepEqual([again.status, again.body.state], [201, 'awaiting_approval'], JSON.stringify(again.body))
  const others = [await desk.person(), await desk.person()]
  for (const other of others) await gate.approve(String(again.body.id), other)
  await desk.enforcementIn(String(again.body.id), 'in_effect')
  assert.equal((await gate.post(ana, `/v1/enforcements/${String(again.body.id)}/restore`)).status, 202)
  await desk.enforcementIn(String(again.body.id), 'restored')
  await desk.advance(minutes(24 * 60 + 1))
  await gate.post(lead, '/v1/me/shift', { plannedMinutes: 60 })
  assert.equal((await gate.signed(lead, `/v1/enforcements/${String(again.body.id)}/reinstate`)).status, 409)
})

test('a stricter enforcement replaces one that waits for approval', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const week = only((await gate.ask(await gate.claim(STAR, ana), ana, WEEK, named)).body.enforcements)
  await gate.approve(week, ben)
  const forGood = only((await gate.ask(await gate.claim(STAR, cleo), cleo, DEACTIVATE, named)).body.enforcements)
  assert.equal((await desk.enforcementIn(week, 'superseded')).state, 'superseded')
  assert.equal((await desk.enforcementIn(forGood, 'awaiting_approval')).state, 'awaiting_approval')
  const beside = await gate.ask(await gate.claim(STAR, ben), ben, WEEK, named)
  assert.equal(only(beside.body.enforcements) !== forGood, true)
  assert.equal((await desk.enforcementIn(forGood, 'awaiting_approval')).state, 'awaiting_approval')
  const alerts = await send(desk, ana.token, 'GET', '/v1/alerts')
  assert.match(JSON.stringify(alerts.body), /gave way to a stricter one/)
})

test('a proposer has at most three enforcements waiting for approval', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  await desk.person()
  await desk.demo.store.inTransaction((tx) => {
    for (const id of ['hugo', 'theo', 'ruth', 'rosa']) tx.run`update account set reach = 200000 where id = ${id}`
  })
  for (const [id, handle] of [
    ['hugo', 'hugo_grows'],
    ['theo', undefined],
    ['ruth', undefined],
  ] as const) {
    const caseId = await gate.claim({ kind: 'account', id }, ana)
    const more = handle === undefined ? {} : identified({ id }, handle)
    assert.equal((await gate.ask(caseId, ana, DEACTIVATE, more)).status, 201, id)
  }
  const fourth = await gate.ask(await gate.claim({ kind: 'account', id: 'rosa' }, ana), ana, DEACTIVATE)
  assert.equal(fourth.status, 409)
  assert.match(String(fourth.body.detail), /You have 3 pending enforcements/)
})

test('leads are alerted at once when no approver is on duty', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const lead = await desk.person({ roles: ['lead'], onShift: false })
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  assert.match(
    String((await desk.enforcementIn(enforcementId, 'awaiting_approval')).needsAttention),
    /No one on duty can approve/,
  )
  assert.match(JSON.stringify((await send(desk, lead.token, 'GET', '/v1/alerts')).body), /no one on duty can approve/)
})

test("a new approver's approvals count a day later", async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, old] = [await desk.person(), await desk.person()]
  const fresh = await desk.person()
  // As the change that adds a person to a desk after its setup does.
  await desk.database.ownerPool.query(sql`
    update staff set approves_from = desk_now() + interval '1 day' where id = ${fresh.id}`)
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  assert.equal((await gate.post(fresh, '/v1/approvals/next')).status, 204)
  assert.equal((await gate.sendAnswer(enforcementId, fresh, 'approve')).body.why, 'too_new')
  assert.equal((await gate.approve(enforcementId, old)).body.state, 'held')
})

test('a leaving, tired or hasty proposer needs other people', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const soon = new Date(Date.parse('2026-05-04T09:00:00Z') + minutes(7 * 24 * 60))
  const leaving = await desk.person({ endsAt: soon, employment: 'contractor' })
  const rested = await desk.person()
  const caseId = await gate.claim({ kind: 'account', id: 'pills' }, rested)
  const people = async (who: typeof rested) => {
    const { body } = await gate.preview(caseId, who, WEEK)
    assert.doesNotMatch(JSON.stringify(body), /leav|contract|tired|shift/i, 'nobody learns of it from here')
    await gate.post(who, `/v1/cases/${caseId}/claim/release`)
    return (body.requirement as { people: string }).people
  }
  assert.equal(await people(rested), '')
  await gate.post(leaving, '/v1/cases/claim-next')
  assert.equal(await people(leaving), 'one of lead')
  await desk.advance(minutes(121))
  await gate.post(rested, '/v1/cases/claim-next')
  assert.equal(await people(rested), 'one other person')
})
