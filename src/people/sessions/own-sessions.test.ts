import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { findProblems } from '../../../test/support/changes.ts'
import { givenPasskey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk, TEST_PARTY } from '../../../test/support/server.ts'
import { signInWith } from '../../../test/support/sign-in.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { deleteEndedDevices } from './session-device.ts'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0'
const SAME = { 'sec-fetch-site': 'same-origin', origin: TEST_PARTY.origin }

/** A person with three sessions, of which the first is the caller's. */
async function startSignedIn(t: TestContext) {
  const test = await startTestDesk(t, { routes: ROUTES })
  const person = await givenStaff(test.desk.db, { roles: ['admin'] })
  const key = await givenPasskey(test.desk.db, person.id)
  const enter = async (userAgent: string, remoteAddress: string) =>
    (await signInWith(test, key, { userAgent, remoteAddress })).cookie
  const cookies = [
    await enter(FIREFOX, '192.0.2.77'),
    await enter('curl/8.5.0', '2001:db8:7:1::5'),
    await enter('<script>\u202e', '192.0.2.78'),
  ] as const
  const call = async (method: 'GET' | 'DELETE' | 'POST', url: string, headers: object, payload?: object) => {
    const answer = await test.app.inject({
      ...{ method, url, headers: { ...SAME, ...headers } },
      ...(payload && { payload }),
    })
    return { status: answer.statusCode, body: answer.body === '' ? {} : answer.json() }
  }
  return { ...test, person, cookies, call }
}

test('200: a session names what its browser claimed, and its network', async (t) => {
  const { call, cookies, database, desk } = await startSignedIn(t)
  const { status, body } = await call('GET', '/v1/me/sessions', { cookie: cookies[0] })
  const seen = body.items.map(({ device, network, current }: Record<string, unknown>) => [device, network, current])
  assert.deepEqual(
    [status, seen],
    [
      200,
      [
        ['script', '192.0.2.0/24', false],
        ['curl/8.5.0', '2001:db8:7::/48', false],
        ['Firefox · Linux', '192.0.2.0/24', true],
      ],
    ],
  )
  const stored = await database.ownerPool.query('select from session_device')
  assert.equal(stored.rowCount, 3)
  assert.equal((await call('DELETE', '/v1/me/sessions', { cookie: cookies[0] })).status, 200)
  await deleteEndedDevices(desk)
  const kept = await database.ownerPool.query<{ device: string }>('select device from session_device')
  assert.deepEqual(kept.rows, [{ device: 'Firefox · Linux' }], 'the devices of ended sessions are deleted')
})

test('200: a person ends all their other sessions, as one end', async (t) => {
  const { call, cookies, desk } = await startSignedIn(t)
  const ended = await call('DELETE', '/v1/me/sessions', { cookie: cookies[0] })
  assert.deepEqual([ended.status, ended.body], [200, { revoked: 2 }])
  const [mine, ...others] = await Promise.all(
    cookies.map(async (cookie) => (await call('GET', '/v1/me', { cookie })).status),
  )
  assert.deepEqual([mine, others], [200, [401, 401]])
  const { rows } = await desk.db.query('select count(distinct revoked_at)::integer as ends from staff_session')
  assert.deepEqual(rows, [{ ends: 1 }])
  assert.deepEqual((await call('DELETE', '/v1/me/sessions', { cookie: cookies[0] })).body, { revoked: 0 })
  assert.deepEqual(await findProblems(desk.db), [])
})

test("400, 200: another person's sessions end with a reason that they read", async (t) => {
  const { call, desk, person, cookies } = await startSignedIn(t)
  const admin = await givenStaff(desk.db, { roles: ['admin'] })
  const url = `/v1/staff/${person.id}/sessions/revoke`
  for (const payload of [undefined, {}, { reason: ' ' }]) {
    assert.equal((await call('POST', url, bearer(admin.token), payload)).status, 400)
  }
  assert.equal((await call('GET', '/v1/me', { cookie: cookies[0] })).status, 200)
  const ended = await call('POST', url, bearer(admin.token), { reason: 'The laptop was left on a train.' })
  assert.deepEqual([ended.status, ended.body], [200, { revoked: 3 }])
  const { rows } = await desk.db.query<{ why: string; to_staff: string | null; to_role: string | null }>(
    `select why, to_staff, to_role from alert where kind = 'sessions' order by id`,
  )
  assert.deepEqual(
    rows.map(({ to_staff, to_role }) => to_staff ?? to_role),
    [person.id, 'lead'],
  )
  for (const { why } of rows) assert.match(why, /ended 3 sessions of .*: The laptop was left on a train\.$/)
  const alerts = await call('GET', '/v1/alerts', { ...bearer(person.token), 'accept-language': 'de' })
  const [alert] = alerts.body.items
  assert.match(alert.why, /hat 3 Sitzungen von .* beendet\. Der Grund: The laptop was left on a train\.$/)
  assert.equal(alert.language, 'de')
  const again = await call('POST', url, bearer(admin.token), { reason: 'Once more.' })
  assert.deepEqual([again.status, again.body], [200, { revoked: 0 }])
  const { rowCount } = await desk.db.query(`select from alert where kind = 'sessions'`)
  assert.equal(rowCount, 2, 'no alert of no session')
  assert.deepEqual(await findProblems(desk.db), [])
})
