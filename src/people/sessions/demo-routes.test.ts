import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import sql from 'sql-template-tag'
import { givenPasskey, givenStaff } from '../../../test/support/people.ts'
import { startTestDesk, TEST_PARTY } from '../../../test/support/server.ts'
import type { Desk } from '../../policy/desk.ts'
import { ROUTES } from '../../app/http/routes.ts'

/** As the demo's own page sends it. */
const headers = { 'content-type': 'application/json', origin: TEST_PARTY.origin, host: 'desk.example' }

async function pseudonymOf({ db }: Pick<Desk, 'db'>, staffId: string): Promise<string> {
  const { rows } = await db.query<{ pseudonym: string }>(sql`select pseudonym from staff where id = ${staffId}`)
  return rows[0]?.pseudonym ?? ''
}

async function startDemoDesk(t: TestContext) {
  const test = await startTestDesk(t, { routes: ROUTES })
  await test.database.ownerPool.query(`update database_mark set kind = 'demo'`)
  const person = await givenStaff(test.desk.db, { roles: ['lead'] })
  await givenPasskey(test.desk.db, person.id)
  const invented = await pseudonymOf(test.desk, person.id)
  const real = await pseudonymOf(test.desk, (await givenStaff(test.desk.db)).id)
  const signIn = (pseudonym: string, more: Record<string, string> = {}) =>
    test.app.inject({
      method: 'POST',
      url: '/v1/demo/sign-in',
      headers: { ...headers, ...more },
      payload: { pseudonym },
    })
  return { ...test, invented, real, signIn }
}

test('200, 204: a demo signs in an invented person with one click', async (t) => {
  const { app, invented, signIn } = await startDemoDesk(t)
  const listed = (await app.inject({ url: '/v1/demo/people' })).json<{
    items: { pseudonym: string; roles: string[] }[]
  }>()
  assert.deepEqual(listed.items, [{ pseudonym: invented, roles: ['lead'] }])
  const answer = await signIn(invented)
  assert.equal(answer.statusCode, 204)
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  const me = await app.inject({ url: '/v1/me', headers: { cookie } })
  assert.equal(me.json<{ pseudonym: string }>().pseudonym, invented)
})

test('404: a demo person with a passkey must sign in with it', async (t) => {
  const { signIn, real } = await startDemoDesk(t)
  const answer = await signIn(real)
  assert.deepEqual([answer.statusCode, answer.headers['set-cookie']], [404, undefined])
})

test('404: a demo behind a proxy offers no sign-in by click', async (t) => {
  const { app, signIn, invented } = await startDemoDesk(t)
  const forwarded = { 'x-forwarded-for': '192.0.2.7' }
  assert.equal((await signIn(invented, forwarded)).statusCode, 404)
  assert.equal((await app.inject({ url: '/v1/demo/people', headers: forwarded })).statusCode, 404)
})

test('404: only a demo offers sign-in by click', async (t) => {
  const { app, desk } = await startTestDesk(t, { routes: ROUTES, marked: false })
  const pseudonym = await pseudonymOf(desk, (await givenStaff(desk.db)).id)
  assert.equal((await app.inject({ url: '/v1/demo/people' })).statusCode, 404)
  const answer = await app.inject({ method: 'POST', url: '/v1/demo/sign-in', headers, payload: { pseudonym } })
  assert.deepEqual([answer.statusCode, answer.headers['set-cookie']], [404, undefined])
})

test('400: a demo sign-in must name its person', async (t) => {
  const { app } = await startDemoDesk(t)
  const answer = await app.inject({ method: 'POST', url: '/v1/demo/sign-in', headers, payload: {} })
  assert.equal(answer.statusCode, 400)
})

test('403: a sign-in from another page or host is refused', async (t) => {
  const { signIn, invented } = await startDemoDesk(t)
  const elsewhere: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { host: 'rebound.evil.example' },
    { host: 'desk.example:8443' },
    { 'sec-fetch-site': 'cross-site' },
  ]
  for (const more of elsewhere) {
    const answer = await signIn(invented, more)
    assert.deepEqual([answer.statusCode, answer.headers['set-cookie']], [403, undefined], JSON.stringify(more))
  }
})
