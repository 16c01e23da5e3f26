import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAtSameInstant } from '../support/same-instant.ts'
import { ASSESSMENT, only, type Person, startGate } from '../support/gate-flow.ts'
import { givenHighReachAccounts } from '../support/high-reach-accounts.ts'

type Desk = Awaited<ReturnType<typeof startGate>>

/** Two people, and four proposals on ministers that the other one could confirm: two by each. */
async function givenPair(desk: Desk): Promise<{ enforcementId: string; other: Person }[]> {
  const { gate } = desk
  const [ana, ben] = [await desk.person({ roles: ['senior'] }), await desk.person({ roles: ['senior'] })]
  const proposals: { enforcementId: string; other: Person }[] = []
  for (const [n, minister] of (await givenHighReachAccounts(desk, 4, 'vale')).entries()) {
    const [proposer, other] = n % 2 === 0 ? [ana, ben] : [ben, ana]
    const caseId = await gate.claim(minister.subject, proposer)
    const asked = await gate.ask(caseId, proposer, { action: 'deactivate' }, { ...minister.identified, ...ASSESSMENT })
    proposals.push({ enforcementId: only(asked.body.enforcements), other })
  }
  return proposals
}

test('two people confirm each other at most three times a week', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const proposals = await givenPair(desk)
  const [first, last] = [proposals[0], proposals[3]]
  assert.ok(first !== undefined && last !== undefined)
  for (const { enforcementId, other } of proposals.slice(0, 3))
    assert.equal((await gate.sendAnswer(enforcementId, other, 'duty')).status, 200)
  assert.equal((await gate.sendAnswer(last.enforcementId, last.other, 'duty')).body.why, 'pair')
  assert.equal(
    (await gate.sendAnswer(last.enforcementId, last.other, 'approve')).body.why,
    'pair',
    'a confirmation counts as an approval does',
  )
  const third = await desk.person({ roles: ['lead'] })
  await gate.consider(first.enforcementId, third, 'no_violation')
  assert.equal((await gate.sendAnswer(first.enforcementId, third, 'decline', 'this is satire')).body.state, 'declined')
  assert.equal(
    (await gate.sendAnswer(last.enforcementId, last.other, 'duty')).status,
    200,
    'a promise ends with its enforcement',
  )
})

test('a pair that acts at the same instant stops at three', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const proposals = await givenPair(desk)
  for (const { enforcementId, other } of proposals.slice(0, 2)) await gate.sendAnswer(enforcementId, other, 'duty')
  const left = proposals.slice(2).map(
    ({ enforcementId, other }) =>
      () =>
        gate.sendAnswer(enforcementId, other, 'duty'),
  )
  const said = await runAtSameInstant(desk, left)
  assert.deepEqual(said.map(({ status }) => status).sort(), [200, 403], JSON.stringify(said.map(({ body }) => body)))
})
