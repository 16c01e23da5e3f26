import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { send } from '../support/desk-flow.ts'
import { startDeskBeforeOpening } from '../support/desk-before-opening.ts'
import { givenPasskey } from '../support/people.ts'
import { signInWith } from '../support/sign-in.ts'

/** Two people who are signed in with passkeys, each with a token, and an administrator. */
async function startSignedIn(t: TestContext) {
  const office = await startDeskBeforeOpening(t)
  const [admin, wren, rook] = [await office.person(['admin']), ...(await office.people(2))]
  assert.ok(wren && rook)
  await office.open()
  const keys = new Map<string, Awaited<ReturnType<typeof givenPasskey>>>()
  for (const { id } of [wren, rook]) keys.set(id, await givenPasskey(office.db, id))
  const enter = async ({ id }: { id: string }) => {
    const key = keys.get(id)
    assert.ok(key)
    const { cookie } = await signInWith(office, key)
    return { cookie }
  }
  const isIn = async (headers: { cookie: string }) =>
    (await office.app.inject({ method: 'GET', url: '/v1/me', headers })).statusCode === 200
  return { ...office, admin, wren, rook, enter, isIn }
}

test('a stolen token ends only sessions of its own person', async (t) => {
  const { app, admin, wren, rook, enter, isIn, post } = await startSignedIn(t)
  const [first, second, ofRook] = [await enter(wren), await enter(wren), await enter(rook)]
  const { rows } = await send({ app }, admin.token, 'GET', `/v1/staff/${rook.id}/sessions`).then(({ body }) => ({
    rows: body.items as { id: string }[],
  }))
  const [target] = rows
  assert.ok(target)
  const attempts: [string, string][] = [
    ['DELETE', `/v1/me/sessions/${target.id}`],
    ['GET', `/v1/staff/${rook.id}/sessions`],
    ['POST', `/v1/staff/${rook.id}/sessions/revoke`],
  ]
  for (const [method, url] of attempts) {
    const body = method === 'POST' ? { reason: 'so' } : undefined
    const { status } = await send({ app }, wren.token, method as 'GET', url, body)
    assert.ok(status === 403 || status === 404, `${method} ${url}: ${status}`)
  }
  const all = await send({ app }, wren.token, 'DELETE', '/v1/me/sessions')
  assert.deepEqual([all.status, all.body], [200, { revoked: 2 }])
  assert.deepEqual(await Promise.all([first, second, ofRook].map(isIn)), [false, false, true])
  assert.ok(await isIn(await enter(wren)), 'the person signs in again')
  const unsigned = await post(admin, `/v1/staff/${rook.id}/sessions/revoke`, { reason: 'so' })
  assert.deepEqual([unsigned.status, unsigned.body.why], [403, 'unsigned'], 'nor does an administrator by a token')
  assert.ok(await isIn(ofRook))
})

test('a stolen token that ends sessions again and again is stopped', async (t) => {
  const { app, wren, enter, isIn, database } = await startSignedIn(t)
  const end = async () => (await send({ app }, wren.token, 'DELETE', '/v1/me/sessions')).status
  for (let each = 0; each < 10; each++) {
    await enter(wren)
    assert.equal(await end(), 200)
    await database.advance(1_000)
  }
  const session = await enter(wren)
  assert.equal(await end(), 429)
  assert.ok(await isIn(session), 'the person works on')
})
