import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { findEnforcement } from '../../src/enforcement/queries.ts'
import { ASSESSMENT, identified, MINISTER, minutes, only, STAR, startGate, untilStated } from '../support/gate-flow.ts'
import { send } from '../support/desk-flow.ts'
import { judgedBy } from '../support/judgement-input.ts'
import { waitFor } from '../support/wait-for.ts'
import { checkLedger } from '../support/working-desk.ts'

const OTTO = 'account:otto'
const named = identified(STAR, 'otto_and_the_owls')

test('an enforcement without approval in time expires and returns its case', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  await desk.person()
  const caseId = await desk.gate.claim(STAR, ana)
  const enforcementId = only((await desk.gate.ask(caseId, ana, { action: 'deactivate' }, named)).body.enforcements)
  desk.work()
  await desk.advance(minutes(240) - 1_000)
  assert.equal((await desk.enforcementIn(enforcementId, 'awaiting_approval')).state, 'awaiting_approval')
  await desk.advance(1_000)
  await desk.enforcementIn(enforcementId, 'expired')
  assert.equal(await desk.visit(OTTO), 200)
  const { rows } = await desk.desk.db.query(sql`select state, returned from review_case where id = ${caseId}`)
  assert.deepEqual(rows, [{ state: 'open', returned: true }])
  const alerts = await send(desk, ana.token, 'GET', '/v1/alerts')
  assert.match(JSON.stringify(alerts.body), /expired: not all it needed agreed in time/)
  await checkLedger(desk.desk)
})

test('guards set the waiting time that proposers see', async (t) => {
  const desk = await startGate(t)
  const { policies } = desk.desk
  const halfAnHour = { ...policies, guards: { ...policies.guards, expiresMs: minutes(30) } }
  Object.assign(desk.desk, { policies: halfAnHour })
  const ana = await desk.person()
  await desk.person()
  const caseId = await desk.gate.claim(STAR, ana)
  const { body } = await desk.gate.preview(caseId, ana, { action: 'deactivate' })
  assert.match(
    String(body.sentence),
    /, if approved by one other person before .*09:30 UTC\. It takes effect 5 minutes after the approval/,
  )
  const enforcementId = only((await desk.gate.ask(caseId, ana, { action: 'deactivate' }, named)).body.enforcements)
  const { proposedAt, expiresAt } = await desk.enforcementIn(enforcementId, 'awaiting_approval')
  assert.equal(expiresAt.getTime() - proposedAt.getTime(), minutes(30 + 5), 'and its hold')
  desk.work()
  await desk.advance(minutes(30))
  await desk.enforcementIn(enforcementId, 'expired')
})

test('one person restricts for an hour; a second extends it', async (t) => {
  const desk = await startGate(t)
  const [ana, ben, lead] = [await desk.person(), await desk.person(), await desk.person({ roles: ['lead'] })]
  const caseId = await desk.gate.claim(MINISTER, ana)
  desk.work()
  const lock = (who: typeof ana) => desk.gate.interim(caseId, who, 'lock')
  const taken = await lock(ana)
  assert.deepEqual([taken.status, taken.body.alone], [201, true], JSON.stringify(taken.body))
  await desk.enforcementIn(String(taken.body.id), 'in_effect')
  assert.equal(await desk.visit('account:vale'), 200, 'everybody still sees it')
  assert.match(JSON.stringify((await send(desk, lead.token, 'GET', '/v1/alerts')).body), /by one person/)
  await desk.advance(minutes(30))
  const seconded = await lock(ben)
  assert.deepEqual([seconded.status, seconded.body.alone], [201, false], JSON.stringify(seconded.body))
  await desk.advance(minutes(31))
  await desk.enforcementIn(String(taken.body.id), 'restored')
  assert.equal((await desk.enforcementIn(String(seconded.body.id), 'in_effect')).state, 'in_effect')
  await desk.advance(minutes(24 * 60))
  await desk.enforcementIn(String(seconded.body.id), 'restored')
})

test('an interim measure without a second person is not repeated weekly', async (t) => {
  const desk = await startGate(t)
  const ana = await desk.person()
  const caseId = await desk.gate.claim(MINISTER, ana)
  desk.work()
  const lock = () => desk.gate.interim(caseId, ana, 'lock')
  const first = String((await lock()).body.id)
  await desk.enforcementIn(first, 'in_effect')
  await desk.advance(minutes(60))
  await desk.enforcementIn(first, 'restored')
  const again = await lock()
  assert.equal(again.status, 409)
  assert.match(String(again.body.detail), /An unconfirmed measure began here within seven days/)
  await desk.advance(minutes(7 * 24 * 60))
  // Their shift is over by now; begin another.
  await desk.gate.post(ana, '/v1/me/shift', { plannedMinutes: 60 })
  assert.equal((await lock()).status, 201)
})

test('a freeze holds restrictions for half an hour', async (t) => {
  const desk = await startGate(t)
  const [ana, ben] = [await desk.person(), await desk.person()]
  desk.work()
  const offline = await desk.enforcement({ subject: 'account:rosa', action: 'suspend' })
  await desk.enforcementIn(offline.id, 'in_effect')
  const frozen = await desk.gate.post(ana, '/v1/freezes', { reason: 'somebody runs amok' })
  assert.equal(frozen.status, 201, JSON.stringify(frozen.body))
  const by = { kind: 'staff', id: ana.id } as const
  const held = await desk.enforcement({ subject: 'account:hugo', action: 'suspend', by })
  assert.equal(held.state, 'held')
  const lawful = await desk.enforcement({
    subject: 'account:theo',
    action: 'suspend',
    legalDuty: true,
    judgedBy: judgedBy({ id: 'theo' }, { 'enforcement.legal_duty': true }),
  })
  await desk.enforcementIn(lawful.id, 'in_effect')
  assert.equal((await desk.gate.post(ben, `/v1/enforcements/${offline.id}/restore`)).status, 202)
  await desk.enforcementIn(offline.id, 'restored')
  for (const { id } of [offline, lawful]) await untilStated(desk, id)
  const extend = `/v1/freezes/${String(frozen.body.id)}/extend`
  assert.equal((await desk.gate.signed(ana, extend)).status, 403, 'not by whoever began it')
  await desk.advance(minutes(29))
  assert.equal((await desk.gate.signed(ben, extend)).status, 200)
  await desk.advance(minutes(30))
  assert.equal((await desk.enforcementIn(held.id, 'held')).state, 'held')
  assert.equal((await desk.gate.post(ana, `/v1/freezes/${String(frozen.body.id)}/end`)).status, 200)
  await desk.enforcementIn(held.id, 'in_effect')
  await checkLedger(desk.desk)
})

test('ending a freeze never releases old enforcements all at once', async (t) => {
  const desk = await startGate(t)
  const [ana, ben] = [await desk.person(), await desk.person()]
  desk.work()
  const { body } = await desk.gate.post(ana, '/v1/freezes', { reason: 'somebody runs amok' })
  const held = await desk.enforcement({ subject: 'account:hugo', action: 'suspend' })
  await desk.advance(minutes(20))
  assert.equal((await desk.gate.signed(ben, `/v1/freezes/${String(body.id)}/extend`)).status, 200)
  await desk.advance(minutes(239))
  await desk.enforcementIn(held.id, 'expired')
  assert.equal(await desk.visit('account:hugo'), 200)
})

test('an effect without its required confirmation is undone on time', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const [ben, cleo, dan] = [
    await desk.person({ roles: ['senior'], team: 'north' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
  ]
  const caseId = await gate.claim(MINISTER, ana)
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const enforcementId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, more)).body.enforcements)
  for (const other of [ben, cleo]) await gate.approve(enforcementId, other)
  await gate.sendAnswer(enforcementId, dan, 'duty')
  desk.work()
  await desk.advance(minutes(30))
  await desk.enforcementIn(enforcementId, 'in_effect')
  desk.demo.faults.set({ fault: 'down' })
  assert.equal((await gate.sendAnswer(enforcementId, dan, 'confirm')).status, 200)
  await desk.advance(minutes(5))
  assert.equal(await desk.visit('account:vale'), 200)
  await desk.enforcementIn(enforcementId, 'restoring')
  desk.demo.faults.clear()
  await waitFor('it to be tried again, after a pause that this clock has to pass', async () => {
    await desk.advance(1_000)
    return (await findEnforcement(desk.desk.db, enforcementId))?.state === 'restored'
  })
  assert.equal(await desk.visit('account:vale'), 200)
})
