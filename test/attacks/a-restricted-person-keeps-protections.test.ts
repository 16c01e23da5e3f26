import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'

test('a restricted person confirms no protection that is due for review', async (t) => {
  const { database, crane, plover, post, restrict } = await startDeskBeforeOpening(t)
  const due = `insert into protection_review (subject, has_floor, due_at) values ('account:vale', true, desk_now())`
  await database.ownerPool.query(due)
  const look = { subject: { kind: 'account', id: 'vale' }, reason: 'she is still a minister' }
  assert.equal((await restrict(plover, crane)).status, 200)
  const refused = await post(crane, '/v1/protection-reviews', look)
  assert.deepEqual([refused.status, /restricted/.test(String(refused.body.detail))], [403, true])
  assert.equal((await database.ownerPool.query('select from protection_look')).rowCount, 0)
})
