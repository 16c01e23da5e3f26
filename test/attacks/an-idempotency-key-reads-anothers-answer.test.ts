import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { DESK } from '../../src/foundation/domain.ts'
import { revokeStaffToken } from '../../src/people/access/staff-tokens.ts'
import type { Actor } from '../support/changes.ts'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'
import { bearer } from '../support/server.ts'

const SECRET = 'The account of a minister was taken over.'

test('an Idempotency-Key never shows a caller the answer of another', async (t) => {
  const { app, person } = await startDeskBeforeOpening(t)
  const [owner, thief] = [await person(['lead'], { onShift: true }), await person(['lead'], { onShift: true })]
  const post = (who: Actor, reason: string) =>
    app.inject({
      method: 'POST',
      url: '/v1/freezes',
      headers: { ...bearer(who.token), 'idempotency-key': 'guessed' },
      payload: { reason },
    })
  assert.equal((await post(owner, SECRET)).statusCode, 201)
  const stolen = await post(thief, 'Mine.')
  assert.deepEqual([stolen.statusCode, stolen.headers['idempotency-replayed']], [201, undefined])
  assert.ok(!stolen.body.includes(SECRET))
  const same = await post(thief, SECRET)
  assert.deepEqual([same.statusCode, same.json().key], [422, 'request.keyOther'], 'the same request, by the thief')
})

test('a restricted caller gets no stored answer for an Idempotency-Key', async (t) => {
  const { app, person, restrict, plover } = await startDeskBeforeOpening(t)
  const owner = await person(['lead'], { onShift: true })
  const post = () =>
    app.inject({
      method: 'POST',
      url: '/v1/freezes',
      headers: { ...bearer(owner.token), 'idempotency-key': 'k' },
      payload: { reason: SECRET },
    })
  assert.equal((await post()).statusCode, 201)
  assert.equal((await restrict(plover, owner)).status, 200)
  const refused = await post()
  assert.deepEqual([refused.statusCode, refused.json().key], [409, 'request.keyRights'])
  assert.ok(!refused.body.includes(SECRET))
})

test('a signed-out caller gets no stored answer for an Idempotency-Key', async (t) => {
  const { app, db, desk, person } = await startDeskBeforeOpening(t)
  const owner = await person(['lead'], { onShift: true })
  const post = (headers: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url: '/v1/freezes',
      headers: { ...headers, 'idempotency-key': 'k' },
      payload: { reason: SECRET },
    })
  assert.equal((await post(bearer(owner.token))).statusCode, 201)
  const tokenId = await db.onlyValue<string>(sql`select id from staff_token where staff_id = ${owner.id}`)
  await revokeStaffToken(desk, tokenId, DESK)
  for (const headers of [{}, bearer(owner.token), bearer('cs_pat_nonsense')]) {
    const refused = await post(headers)
    assert.equal(refused.statusCode, 401, refused.body)
    assert.ok(!refused.body.includes(SECRET))
  }
})
