import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { only, type Person, startGate } from '../support/gate-flow.ts'
import { givenHighReachAccounts } from '../support/high-reach-accounts.ts'

const NO_VIOLATION = { conclusion: 'no_violation', rationale: 'It is a band.' }

test('people who declined or stopped an action judge no complaint about it', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [ana, decliner, decider] = [await desk.person(), await desk.person(), await desk.person()]
  const [lead, stranger] = [await desk.person({ roles: ['lead'] }), await desk.person()]
  const [one, other] = await givenHighReachAccounts(desk, 2)
  assert.ok(one !== undefined && other !== undefined)
  const propose = async ({ subject, identified }: typeof one) => {
    const caseId = await gate.claim(subject, ana)
    return { caseId, id: only((await gate.ask(caseId, ana, { action: 'deactivate' }, identified)).body.enforcements) }
  }
  /** Another person decides the returned case: nothing is done. */
  const close = async (caseId: string) => {
    const { body } = await gate.post(decider, '/v1/cases/claim-next')
    assert.equal(body.id, caseId, JSON.stringify(body))
    const decided = await gate.post(decider, `/v1/cases/${caseId}/decisions`, { ...NO_VIOLATION, draftId: caseId })
    assert.equal(decided.status, 201, JSON.stringify(decided.body))
  }
  /** True when a person took part in the decision that a reporter contests. */
  const isParty = (caseId: string, who: Person) =>
    desk.desk.db.onlyValue<boolean>(sql`
      select is_decision_party(id, ${who.id}) from decision where case_id = ${caseId} and staff_id = ${decider.id}`)

  const first = await propose(one)
  await gate.consider(first.id, decliner, 'no_violation')
  assert.equal((await gate.sendAnswer(first.id, decliner, 'decline', 'a band, no fraud')).body.state, 'declined')
  await close(first.caseId)
  const second = await propose(other)
  assert.equal((await gate.post(lead, `/v1/enforcements/${second.id}/stop`, { reason: 'a band' })).status, 200)
  await close(second.caseId)
  assert.deepEqual([await isParty(first.caseId, decliner), await isParty(second.caseId, lead)], [true, true])
  assert.deepEqual([await isParty(first.caseId, lead), await isParty(second.caseId, decliner)], [false, false])
  assert.deepEqual([await isParty(first.caseId, stranger), await isParty(first.caseId, ana)], [false, true])
})
