import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endStaff } from '../../src/admin/offboarding/end-staff.ts'
import { identified, minutes, only, STAR, startGate } from '../support/gate-flow.ts'
import { postAndSign } from '../support/sign.ts'
import { checkLedger } from '../support/working-desk.ts'

const OTTO = 'account:otto'
const named = identified(STAR, 'otto_and_the_owls')

/** Returns an enforcement that was proposed and approved, and is held. */
async function givenHeld(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const caseId = await desk.gate.claim(STAR, ana)
  const enforcementId = only((await desk.gate.ask(caseId, ana, { action: 'deactivate' }, named)).body.enforcements)
  assert.equal((await desk.gate.approve(enforcementId, ben)).body.state, 'held')
  desk.work()
  return { desk, ana, ben, cleo, caseId, enforcementId }
}

const become = (desk: Awaited<ReturnType<typeof startGate>>, change: string) =>
  desk.demo.store.inTransaction((tx) => {
    if (change === 'office') tx.run`update account set tags = '["public_office"]' where id = 'otto'`
    if (change === 'handle') tx.run`update account set handle = 'otto_for_mayor' where id = 'otto'`
    if (change === 'reach') tx.run`update account set reach = 26000000 where id = 'otto'`
  })

for (const change of ['office', 'handle', 'reach']) {
  test(`an account that changed during the hold (${change}) needs new approval`, async (t) => {
    const { desk, enforcementId } = await givenHeld(t)
    await become(desk, change)
    await desk.advance(minutes(5))
    await desk.enforcementIn(enforcementId, 'awaiting_approval')
    assert.equal(await desk.visit(OTTO), 200)
    await checkLedger(desk.desk)
  })
}

test('an approver who was ended during the hold does not count', async (t) => {
  const { desk, ben, cleo, enforcementId } = await givenHeld(t)
  await endStaff(desk.desk, ben.id, { kind: 'desk' })
  await desk.advance(minutes(5))
  await desk.enforcementIn(enforcementId, 'awaiting_approval')
  assert.equal((await desk.gate.approve(enforcementId, cleo)).body.state, 'held')
  assert.equal((await desk.gate.post(cleo, '/v1/me/shift/end')).status, 200)
  await desk.advance(minutes(5))
  await desk.enforcementIn(enforcementId, 'in_effect')
})

test('ending a proposer stops their waiting enforcements', async (t) => {
  const { desk, ana, enforcementId } = await givenHeld(t)
  await endStaff(desk.desk, ana.id, { kind: 'desk' })
  await desk.advance(minutes(5))
  await desk.enforcementIn(enforcementId, 'stopped')
  assert.equal(await desk.visit(OTTO), 200)
})

test("an unreachable platform at the hold's end prolongs the hold", async (t) => {
  const { desk, enforcementId } = await givenHeld(t)
  const down = desk.demo.faults.set({ fault: 'down', call: 'subject.facts' })
  await desk.advance(minutes(5))
  await desk.advance(5_000)
  await desk.untilSo('the platform to be asked', async () => down.caught > 0)
  assert.equal((await desk.enforcementIn(enforcementId, 'held')).state, 'held')
  desk.demo.faults.clear()
  await desk.advance(5_000)
  await desk.enforcementIn(enforcementId, 'in_effect')
})

test('a late or outdated answer of the platform changes nothing', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, ben, cleo] = [await desk.person(), await desk.person(), await desk.person()]
  const enforcementId = only(
    (await gate.ask(await gate.claim(STAR, ana), ana, { action: 'deactivate' }, named)).body.enforcements,
  )
  for (const who of [ben, cleo]) await gate.consider(enforcementId, who)
  const { signature } = await postAndSign(desk, ben, { act: 'agree', about: enforcementId })
  await become(desk, 'office')
  const stale = await gate.post(ben, `/v1/enforcements/${enforcementId}/approve`, { signature })
  assert.deepEqual(
    [stale.status, stale.body.type],
    [409, 'urn:countersign:problem:conflict'],
    JSON.stringify(stale.body),
  )
  const [stopped, agreed] = await Promise.all([
    gate.post(cleo, `/v1/enforcements/${enforcementId}/stop`),
    gate.sendAnswer(enforcementId, ben, 'approve'),
  ])
  assert.equal(stopped.status, 200)
  assert.ok([200, 403, 409].includes(agreed.status), JSON.stringify(agreed.body))
  await desk.enforcementIn(enforcementId, 'stopped')
  const late = await gate.sendAnswer(enforcementId, ben, 'approve')
  assert.ok([403, 404].includes(late.status), JSON.stringify(late.body))
})
