import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { minutes, only, type Person, startGate } from '../support/gate-flow.ts'
import { givenHighReachAccounts } from '../support/high-reach-accounts.ts'

type Desk = Awaited<ReturnType<typeof startGate>>

const REVIEWS_MAX = 6

/**
 * Proposes enforcements on accounts with a wide reach, by as many people as it takes: no person has more than three
 * waiting.
 */
async function givenProposals(desk: Desk, count: number): Promise<string[]> {
  const { gate } = desk
  const proposals: string[] = []
  let proposer: Person | undefined
  for (const [n, star] of (await givenHighReachAccounts(desk, count)).entries()) {
    if (n % 3 === 0 || proposer === undefined) proposer = await desk.person()
    const asked = await gate.ask(
      await gate.claim(star.subject, proposer),
      proposer,
      { action: 'deactivate' },
      star.identified,
    )
    proposals.push(only(asked.body.enforcements))
  }
  return proposals
}

/** Has an approver take every offer, review it and decline it, until the desk offers no more. */
async function reviewAll(desk: Desk, who: Person): Promise<string[]> {
  const reviewed: string[] = []
  for (;;) {
    const { status, body } = await desk.gate.post(who, '/v1/approvals/next')
    if (status === 204) return reviewed
    const enforcementId = String(body.enforcementId)
    const said = await desk.gate.review(enforcementId, who)
    assert.equal(said.status, 200, JSON.stringify(said.body))
    const declined = await desk.gate.sendAnswer(enforcementId, who, 'decline', 'not like this')
    assert.equal(declined.status, 200, JSON.stringify(declined.body))
    reviewed.push(enforcementId)
  }
}

test('an approver reviews at most six protected accounts an hour', async (t) => {
  const desk = await startGate(t)
  const proposals = await givenProposals(desk, REVIEWS_MAX + 1)
  const [tired, rested] = [await desk.person(), await desk.person()]
  const reviewed = await reviewAll(desk, tired)
  assert.equal(reviewed.length, REVIEWS_MAX)
  const [left] = proposals.filter((enforcementId) => !reviewed.includes(enforcementId))
  assert.ok(left !== undefined)
  assert.equal((await desk.gate.sendAnswer(left, tired, 'approve')).body.why, 'fatigue')
  assert.equal((await desk.gate.approve(left, rested)).body.state, 'held', 'another person is asked')
})

test('an approver gets protected accounts again an hour later', async (t) => {
  const desk = await startGate(t)
  await givenProposals(desk, REVIEWS_MAX + 1)
  const tired = await desk.person()
  await reviewAll(desk, tired)
  await desk.advance(minutes(61))
  assert.equal((await desk.gate.post(tired, '/v1/approvals/next')).status, 200)
})

test('the application role backdates no review', async (t) => {
  const desk = await startGate(t)
  const proposals = await givenProposals(desk, REVIEWS_MAX + 1)
  const tired = await desk.person()
  const last = proposals[REVIEWS_MAX] ?? ''
  for (const enforcementId of proposals.slice(0, REVIEWS_MAX)) {
    await desk.desk.db.query(sql`
      insert into enforcement_offer (enforcement_id, staff_id, offered_at, until)
      values (${enforcementId}, ${tired.id}, desk_now() - interval '2 hours', desk_now() - interval '1 hour')`)
    await desk.desk.db.query(sql`select record_own_review(${enforcementId}, ${tired.id}, 'violation', 'as I see it')`)
    await desk.desk.db.query(sql`
      update enforcement_offer set passed_at = desk_now() - interval '2 hours' where enforcement_id = ${enforcementId} and staff_id = ${tired.id}`)
  }
  const { rows } = await desk.desk.db.query<{ why: string }>(
    sql`select approval_refusal(${last}, ${tired.id}, 'agree') as why`,
  )
  assert.equal(rows[0]?.why, 'fatigue')
})
