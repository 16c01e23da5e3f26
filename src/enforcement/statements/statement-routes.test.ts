import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { startAppeals } from '../../../test/support/appeals.ts'
import { givenReviewer, send } from '../../../test/support/desk-flow.ts'
import { judgedBy } from '../../../test/support/judgement-input.ts'
import { givenKey, givenStaff } from '../../../test/support/people.ts'
import { givenPlatform } from '../../../test/support/platforms.ts'
import { startWorkingDesk } from '../../../test/support/working-desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { addKey } from '../../people/access/keys.ts'

const ROSA = 'account:rosa'

async function start(t: TestContext) {
  const working = await startWorkingDesk(t)
  const { db } = working.desk
  const lead = await givenStaff(db, { roles: ['lead'], onShift: true })
  const read = (token: string, id: string) => send(working, token, 'GET', `/v1/enforcements/${id}/statement`)
  const key = (scopes: Parameters<typeof givenKey>[1]) => givenKey(db, scopes)
  return { working, lead, read, key }
}

test('200: people and keys read what a person was told', async (t) => {
  const { working, lead, read, key } = await start(t)
  working.work()
  const { id } = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(id, 'in_effect')
  for (const token of [lead.token, (await key(['enforcements'])).token]) {
    const { status, body } = await read(token, id)
    const [statement] = body.statements as { kind: string; delivery: string; facts: { clause: string } }[]
    assert.deepEqual([status, body.subject], [200, { kind: 'account', id: 'rosa' }])
    assert.deepEqual(
      [statement?.kind, statement?.delivery, statement?.facts.clause],
      ['restriction', 'shown', 'honesty'],
    )
    assert.doesNotMatch(JSON.stringify(body), /staff_|pseudonym|reporter/)
  }
})

test('200: keys read the appeals with their reasons, people read none', async (t) => {
  const { working, lead, read, key } = await start(t)
  working.work()
  const { id } = await working.enforcement({ subject: ROSA, action: 'suspend' })
  await working.enforcementIn(id, 'in_effect')
  const { token } = await key(['enforcements'])
  assert.deepEqual((await read(token, id)).body.appeals, [])
  const { appeal, next, judge } = await startAppeals(working)
  await appeal({ enforcementId: id })
  const judgeOfIt = await givenReviewer(working)
  const caseId = await next(judgeOfIt)
  const [open] = (await read(token, id)).body.appeals as Record<string, unknown>[]
  assert.deepEqual([open?.state, open?.reason, open?.endedAt], ['open', null, null])
  assert.ok(open?.dueAt)
  await judge(judgeOfIt, caseId, 'uphold', `${judgeOfIt.id} looked again.`)
  const [judged] = (await read(token, id)).body.appeals as Record<string, unknown>[]
  assert.deepEqual([judged?.state, judged?.reason, judged?.dueAt], ['upheld', '… looked again.', null])
  assert.equal((await read(lead.token, id)).body.appeals, null)
})

test('a key reads on no connection that restores need', async (t) => {
  const { working, lead, read, key } = await start(t)
  const { id } = await working.enforcement({ subject: ROSA, action: 'suspend' })
  const { token } = await key(['enforcements'])
  const connect = t.mock.method(working.desk.restoreDb, 'query')
  const list = t.mock.method(working.desk.restoreDb, 'list')
  const find = t.mock.method(working.desk.restoreDb, 'find')
  const count = () => connect.mock.callCount() + list.mock.callCount() + find.mock.callCount()
  assert.deepEqual([(await read(token, id)).status, count()], [200, 0])
  assert.equal((await read(lead.token, id)).status, 200)
  assert.ok(count() > 0)
})

test('401, 403, 404: other callers, scopes and platforms read no statement', async (t) => {
  const { working, read, key } = await start(t)
  const { db } = working.desk
  const { id } = await working.enforcement({ subject: ROSA, action: 'suspend' })
  assert.equal((await read('nothing', id)).status, 401)
  assert.equal((await read((await key(['report', 'facts', 'events'])).token, id)).status, 403)
  await givenPlatform(db, 'forum')
  const other = await addKey({ db }, { name: 'forum', scopes: ['enforcements'], platform: 'forum' }, DESK)
  assert.equal((await read(other.key, id)).status, 404)
  const { token } = await key(['enforcements'])
  assert.equal((await read(token, 'enf_999')).status, 404)
  assert.equal((await read(token, id)).status, 200)
  // It tells nothing of one that waits for people.
  const waiting = await working.enforcement({
    ...{ subject: 'account:theo', action: 'deactivate' },
    judgedBy: judgedBy({ id: 'theo', reach: 5_000_000 }),
  })
  assert.equal(waiting.generation, null)
  assert.equal((await read(token, waiting.id)).status, 404)
})
