import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { send } from '../support/desk-flow.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, STAR, startGate } from '../support/gate-flow.ts'
import { judgedBy } from '../support/judgement-input.ts'
import { checkLedger } from '../support/working-desk.ts'

const DEACTIVATE = { action: 'deactivate' }
const named = identified(STAR, 'otto_and_the_owls')
const LAWFUL = {
  legalDuty: true,
  policyId: 'intimate-images',
  judgedBy: judgedBy({}, { 'enforcement.legal_duty': true }),
} as const

test('a declined proposal repeated under another policy needs a lead', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const lead = await desk.person({ roles: ['lead'] })
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  await gate.consider(enforcementId, ben)
  assert.equal((await gate.sendAnswer(enforcementId, ben, 'decline', 'a band of four')).status, 200)
  const tenYears = { action: 'suspend', durationMs: 315_576_000_000 }
  const again = only((await gate.ask(await gate.claim(STAR, ana), ana, tenYears, named)).body.enforcements)
  assert.equal((await gate.approve(again, cleo)).body.state, 'awaiting_approval')
  await gate.consider(again, lead)
  assert.match(JSON.stringify((await gate.read(again, lead)).body.proposer), /a band of four/)
  assert.equal((await gate.sendAnswer(again, lead, 'approve')).body.state, 'held')
})

test("an enforcement without its proposer's assessment is not approved", async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const ben = await desk.person({ roles: ['senior'], team: 'north' })
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  await gate.consider(enforcementId, ben)
  await desk.demo.store.inTransaction((tx) => tx.run`update account set tags = '["newsroom"]' where id = 'otto'`)
  for (let n = 0; n < 2; n++) {
    const { status, body } = await gate.sendAnswer(enforcementId, ben, 'approve')
    assert.deepEqual([status, body.why], [409, 'incomplete'])
  }
  await gate.post(ana, `/v1/enforcements/${enforcementId}/assessment`, ASSESSMENT.assessment)
  assert.equal((await gate.sendAnswer(enforcementId, ben, 'approve')).status, 200)
})

test('a confirmation needs a visible effect', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, dan] = [await desk.person(), await desk.person()]
  const others = [
    await desk.person({ roles: ['senior'], team: 'north' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
  ]
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const enforcementId = only((await gate.ask(await gate.claim(MINISTER, ana), ana, DEACTIVATE, more)).body.enforcements)
  for (const other of others) await gate.approve(enforcementId, other)
  await gate.sendAnswer(enforcementId, dan, 'duty')
  desk.demo.faults.set({ fault: 'down', call: 'subject.apply' })
  desk.work()
  await desk.advance(minutes(30))
  await desk.enforcementIn(enforcementId, 'releasing')
  assert.equal((await gate.sendAnswer(enforcementId, dan, 'confirm')).body.why, 'not_in_effect')
  desk.demo.faults.clear()
  await desk.advance(10_000)
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.equal((await gate.sendAnswer(enforcementId, dan, 'confirm')).status, 200)
})

test('an action under legal duty needs no approval and grants none', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  desk.work()
  await gate.post(ana, '/v1/freezes', { reason: 'somebody runs amok' })
  const held = await desk.enforcement({ subject: 'content:rosa-1', action: 'hide' })
  assert.equal(held.state, 'held')
  const lawful = await desk.enforcement({ subject: 'content:rosa-1', action: 'hide', ...LAWFUL })
  await desk.enforcementIn(lawful.id, 'in_effect')
  await desk.enforcementIn(held.id, 'superseded')
  await gate.post(ana, '/v1/freezes/1/end')
  const hidden = await desk.enforcement({ subject: 'content:rosa-2', action: 'hide' })
  await desk.enforcementIn(hidden.id, 'in_effect')
  const again = await desk.enforcement({ subject: 'content:rosa-2', action: 'hide', ...LAWFUL })
  await desk.enforcementIn(again.id, 'in_effect')
  await checkLedger(desk.desk)
})

test('one person ends an interim measure without legal duty', async (t) => {
  const desk = await startGate(t)
  const [ana, ben] = [await desk.person(), await desk.person()]
  const caseId = await desk.gate.claim(MINISTER, ana)
  desk.work()
  const lock = await desk.gate.interim(caseId, ana, 'lock', { policyId: 'intimate-images' })
  const enforcementId = String(lock.body.id)
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.equal((await desk.gate.post(ben, `/v1/enforcements/${enforcementId}/restore`)).status, 202)
  await desk.enforcementIn(enforcementId, 'restored')
})

test('the account history that an approver reads hides the proposal', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  const endsAt = new Date('2027-01-01T00:00:00Z')
  const elsewhere = await desk.person({ employment: 'contractor', employer: 'Vendor', endsAt })
  await desk.app.ready() // The server stores the places of its policies when it begins.
  await desk.desk.db.query(sql`insert into vendor_place (employer, site) values ('Vendor', null)`)
  const enforcementId = only((await gate.ask(await gate.claim(STAR, ana), ana, DEACTIVATE, named)).body.enforcements)
  assert.equal((await gate.post(elsewhere, '/v1/approvals/next')).status, 204)
  const read = async () =>
    JSON.stringify((await send(desk, ben.token, 'GET', '/v1/accounts/otto/history?reason=asked')).body)
  const rationale = /sells what is not there/
  assert.doesNotMatch(await read(), rationale)
  await gate.consider(enforcementId, ben)
  assert.match(await read(), rationale)
})

test('two people who restored an enforcement cannot agree to repeat it', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [first, second, lead] = [
    await desk.person({ roles: ['lead'] }),
    await desk.person({ roles: ['lead'] }),
    await desk.person({ roles: ['lead'] }),
  ]
  desk.work()
  const taken = await desk.enforcement({ ...LAWFUL, subject: 'content:rosa-1', action: 'hide' })
  await desk.enforcementIn(taken.id, 'in_effect')
  await gate.signed(first, `/v1/enforcements/${taken.id}/restore`)
  assert.equal((await gate.signed(second, `/v1/enforcements/${taken.id}/restore`)).status, 202)
  await desk.enforcementIn(taken.id, 'restored')
  const again = String((await gate.signed(lead, `/v1/enforcements/${taken.id}/reinstate`)).body.id)
  for (const who of [first, second]) assert.equal((await gate.sendAnswer(again, who, 'approve')).body.why, 'party')
})
