import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { alertDeadEnds } from '../../src/enforcement/approvers/alert-dead-ends.ts'
import { ASSESSMENT, identified, MINISTER, only, type Person, startGate } from '../support/gate-flow.ts'
import { checkLedger } from '../support/working-desk.ts'

type Desk = Awaited<ReturnType<typeof startGate>>

/** A deactivation of a minister that a reviewer proposed: it takes two seniors or leads of two teams, and a third who confirms. */
async function givenProposal(desk: Desk): Promise<string> {
  const proposer = await desk.person()
  const caseId = await desk.gate.claim(MINISTER, proposer)
  const more = { ...identified(MINISTER, 'minister_vale'), ...ASSESSMENT }
  return only((await desk.gate.ask(caseId, proposer, { action: 'deactivate' }, more)).body.enforcements)
}

const givenApprovers = async (desk: Desk): Promise<[Person, Person]> => [
  await desk.person({ roles: ['senior'], team: 'north' }),
  await desk.person({ roles: ['lead'], team: 'south' }),
]

test('a confirmation is offered without an independent review', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const approvers = await givenApprovers(desk)
  const reviewer = await desk.person()
  const enforcementId = await givenProposal(desk)
  desk.work()
  const next = async (who: Person) => (await gate.post(who, '/v1/approvals/next')).body
  for (const approver of approvers) await gate.approve(enforcementId, approver)
  const read = await gate.get(reviewer, `/v1/enforcements/${enforcementId}/offer`)
  assert.equal(read.body.proposer, undefined, 'the offer of a duty tells nothing of the proposal')
  const offered = await next(reviewer)
  assert.deepEqual([offered.enforcementId, offered.asks], [enforcementId, 'duty'])
  const [approver] = approvers
  const { waits } = (await gate.get(approver, `/v1/enforcements/${enforcementId}`)).body as {
    waits: { for: string; candidates: number }[]
  }
  assert.deepEqual(
    waits.map((wait) => [wait.for, wait.candidates]),
    [['duty', 1]],
    'an approver reads exactly what is missing and how many can give it',
  )
  assert.equal((await gate.sendAnswer(enforcementId, reviewer, 'duty')).body.state, 'held')
  assert.equal((await next(reviewer)).enforcementId, undefined)
  await checkLedger(desk.desk)
})

test('a person reserved for confirmation approves once another can confirm', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const [north, south] = await givenApprovers(desk)
  const reviewer = await desk.person()
  const enforcementId = await givenProposal(desk)
  desk.work()
  assert.equal((await gate.sendAnswer(enforcementId, north, 'duty')).body.state, 'awaiting_approval')
  await gate.approve(enforcementId, south)
  assert.equal((await gate.sendAnswer(enforcementId, north, 'approve')).body.why, 'has_duty')
  assert.equal((await gate.sendAnswer(enforcementId, reviewer, 'duty')).body.state, 'awaiting_approval')
  assert.equal((await gate.approve(enforcementId, north)).body.state, 'held')
  await desk.advance(30 * 60_000)
  await desk.enforcementIn(enforcementId, 'in_effect')
  assert.equal(
    (await gate.sendAnswer(enforcementId, north, 'confirm')).body.why,
    'no_duty',
    'an approval ends the duty',
  )
  assert.equal((await gate.sendAnswer(enforcementId, reviewer, 'confirm')).status, 200)
  await checkLedger(desk.desk)
})

test('an approved enforcement that no person can confirm alerts leads once', async (t) => {
  const desk = await startGate(t)
  const { gate } = desk
  const approvers = await givenApprovers(desk)
  const confirmer = await desk.person()
  const enforcementId = await givenProposal(desk)
  desk.work()
  for (const approver of approvers) await gate.approve(enforcementId, approver)
  await alertDeadEnds(desk.desk)
  const listAlerts = async () => {
    const { rows } = await desk.desk.db.query<{ why: string }>(sql`
      select why from alert where kind = 'no_approver' and enforcement_id = ${enforcementId}`)
    return rows.map(({ why }) => why)
  }
  assert.deepEqual(await listAlerts(), [], 'one person on duty can still lead it on')
  assert.equal((await gate.post(confirmer, '/v1/me/shift/end')).status, 200)
  await alertDeadEnds(desk.desk)
  await alertDeadEnds(desk.desk)
  assert.deepEqual(await listAlerts(), [
    'No one on duty can confirm this: an enforcement waits for people who are not on duty',
  ])
  const { body } = await gate.get(approvers[1], `/v1/enforcements/${enforcementId}`)
  assert.equal(body.needsAttention, 'No one on duty can confirm this')
  await checkLedger(desk.desk)
})
