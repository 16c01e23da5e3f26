import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ASSESSMENT, identified, MINISTER, minutes, only, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

/** Returns a minister's deactivation with every approval, whose hold runs, on a desk without a worker. */
async function givenHeld(t: Parameters<typeof startGate>[0]) {
  const desk = await startGate(t)
  const { gate } = desk
  const ana = await desk.person()
  const others = [
    await desk.person({ roles: ['senior'], team: 'north' }),
    await desk.person({ roles: ['lead'], team: 'south' }),
  ]
  const [dan, eve] = [await desk.person({ roles: ['lead'] }), await desk.person({ roles: ['lead'] })]
  const caseId = await gate.claim(MINISTER, ana)
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  const enforcementId = only((await gate.ask(caseId, ana, { action: 'deactivate' }, more)).body.enforcements)
  for (const other of others) await gate.approve(enforcementId, other)
  assert.equal((await gate.sendAnswer(enforcementId, dan, 'duty')).body.state, 'held')
  return { desk, gate, enforcementId, eve }
}

test('no account goes offline while the platform cannot answer about it', async (t) => {
  const { desk, gate, enforcementId, eve } = await givenHeld(t)
  await desk.advance(minutes(31))
  desk.demo.faults.set({ fault: 'down', call: 'subject.facts' })
  assert.equal((await gate.sendAnswer(enforcementId, eve, 'duty')).body.state, 'held')
  desk.demo.faults.clear()
  desk.work()
  await desk.advance(5_000)
  await desk.enforcementIn(enforcementId, 'in_effect')
  await checkLedger(desk.desk)
})

test('reading an overdue enforcement shows it as expired', async (t) => {
  const { desk, gate, enforcementId, eve } = await givenHeld(t)
  await desk.advance(minutes(5 * 60))
  const said = await gate.sendAnswer(enforcementId, eve, 'duty')
  assert.deepEqual([said.status, said.body.state], [200, 'expired'], JSON.stringify(said.body))
  desk.work()
  await checkLedger(desk.desk)
})
