import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { minutes, only, type Person, startGate } from '../support/gate-flow.ts'
import { givenHighReachAccounts } from '../support/high-reach-accounts.ts'

type Desk = Awaited<ReturnType<typeof startGate>>
type Star = Awaited<ReturnType<typeof givenHighReachAccounts>>[number]

const HOUR_MINUTES = 60

/**
 * A proposer whom another person declined twice, on accounts of a wide reach, and a third proposal, of theirs or of a colleague. Its
 * case is claimed first: what was declined comes before it in its queue.
 */
async function givenDeclined(desk: Desk, by: 'same' | 'colleague' = 'same') {
  const { gate } = desk
  const [proposer, colleague, other] = [await desk.person(), await desk.person(), await desk.person()]
  const stars = await givenHighReachAccounts(desk, 3)
  const propose = async (who: Person, star: Star, caseId: string): Promise<string> =>
    only((await gate.ask(caseId, who, { action: 'deactivate' }, star.identified)).body.enforcements)
  const [first, second, third] = stars
  assert.ok(first !== undefined && second !== undefined && third !== undefined)
  const declined: string[] = []
  for (const star of [first, second])
    declined.push(await propose(proposer, star, await gate.claim(star.subject, proposer)))
  const again = by === 'same' ? proposer : colleague
  const caseId = await gate.claim(third.subject, again)
  for (const enforcementId of declined) {
    await gate.consider(enforcementId, other, 'no_violation')
    assert.equal((await gate.sendAnswer(enforcementId, other, 'decline', 'a band, not a fraud')).body.state, 'declined')
  }
  return { proposer, other, enforcementId: await propose(again, third, caseId) }
}

test('a proposer who was declined twice needs a lead to approve', async (t) => {
  const desk = await startGate(t)
  const { proposer, other, enforcementId } = await givenDeclined(desk)
  const lead = await desk.person({ roles: ['lead'] })
  assert.equal((await desk.gate.approve(enforcementId, other)).body.state, 'awaiting_approval', 'not without a lead')
  assert.equal((await desk.gate.approve(enforcementId, lead)).body.state, 'held')
  const counted = async () =>
    (await desk.desk.db.query(sql`select count_declined_protected(${`staff:${proposer.id}`}, desk_now()) as n`)).rows
  assert.deepEqual(await counted(), [{ n: 2 }])
  await desk.advance(minutes(25 * HOUR_MINUTES))
  assert.deepEqual(await counted(), [{ n: 0 }], 'a day later it is forgotten')
})

test('a colleague of a proposer who was declined needs no lead', async (t) => {
  const desk = await startGate(t)
  const { other, enforcementId } = await givenDeclined(desk, 'colleague')
  assert.equal((await desk.gate.approve(enforcementId, other)).body.state, 'held')
})

test('the application role releases no enforcement that lacks a required lead', async (t) => {
  const desk = await startGate(t)
  const { other, enforcementId } = await givenDeclined(desk)
  await desk.gate.approve(enforcementId, other)
  const { ownerPool } = desk.database
  // As if the guards, and the verdict's author, had required one person of any role.
  await ownerPool.query('alter table verdict disable trigger user')
  await ownerPool.query(
    `update verdict set requirement = requirement || '{"approvals": [{"count": 1}], "holdMs": 0}' where enforcement_id = $1`,
    [enforcementId],
  )
  await ownerPool.query('alter table verdict enable trigger user')
  const release = desk.desk.db.query(
    `update enforcement set state = 'releasing', generation = 1, moved_by = 'desk' where id = $1`,
    [enforcementId],
  )
  await assert.rejects(release, { code: 'CS001', message: /needs a lead/ })
})
