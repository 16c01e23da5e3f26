import assert from 'node:assert/strict'
import { test } from 'node:test'
import { only, STAR, startGate } from '../support/gate-flow.ts'
import { countGuarded, countOrdinary, listUnreturned } from './count-enforcements.ts'

test('a declined enforcement is counted, and its case returns', async (t) => {
  const desk = await startGate(t)
  const { gate, database } = desk
  const { db } = desk.desk
  const [ana, ben] = [await desk.person(), await desk.person()]
  await desk.enforcement({ subject: 'account:pills', action: 'suspend' })
  const caseId = await gate.claim(STAR, ana)
  const enforcementId = only((await gate.ask(caseId, ana)).body.enforcements)
  const none = { guarded: 1, approved: 0, confirmed: 0, declined: 0, expired: 0, unconfirmed: 0 }
  assert.deepEqual(await countGuarded(db), none)

  const named = { handle: 'otto_and_the_owls', accountId: STAR.id }
  assert.equal((await gate.post(ana, `/v1/enforcements/${enforcementId}/identify`, named)).status, 200)
  await gate.consider(enforcementId, ben, 'no_violation')
  assert.equal((await gate.sendAnswer(enforcementId, ben, 'decline', 'a joke')).status, 200)
  assert.deepEqual(await countGuarded(db), { ...none, declined: 1 })
  assert.deepEqual(await listUnreturned(db), [])
  const returned = [caseId, 'returned', 'desk', { why: `Enforcement ${enforcementId} was declined` }]
  await database.pool.query('insert into case_event (case_id, kind, by, detail) values ($1, $2, $3, $4)', returned)
  assert.deepEqual(await listUnreturned(db), [enforcementId])
  assert.deepEqual(await countOrdinary(db, 0), { enforcements: 1, askedSecond: 0 })
  assert.deepEqual(await countOrdinary(db, 2), { enforcements: 3, askedSecond: 2 })
})
