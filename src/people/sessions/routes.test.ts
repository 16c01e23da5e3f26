import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findProblems } from '../../../test/support/changes.ts'
import { givenPasskey, givenStaff } from '../../../test/support/people.ts'
import { bearer, startTestDesk, TEST_PARTY, type TestDesk } from '../../../test/support/server.ts'
import { signInWith } from '../../../test/support/sign-in.ts'
import { DESK } from '../../foundation/domain.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { endStaff } from '../../admin/offboarding/end-staff.ts'
import { makeSoftwareKey, signWithSoftwareKey } from '../passkeys/software-authenticator.ts'

const SAME = { 'sec-fetch-site': 'same-origin', origin: TEST_PARTY.origin }
const start = (t: Parameters<typeof startTestDesk>[0], options: { driven?: boolean } = {}) =>
  startTestDesk(t, { routes: ROUTES, ...options })

const ask = async (
  { app }: TestDesk,
  method: 'GET' | 'POST' | 'DELETE',
  url: string,
  headers: Record<string, string> = {},
) => {
  const response = await app.inject({ method, url, headers })
  return { status: response.statusCode, body: response.body === '' ? {} : response.json() }
}

async function signedIn(test: TestDesk, given: Parameters<typeof givenStaff>[1] = {}) {
  const person = await givenStaff(test.desk.db, given)
  const key = await givenPasskey(test.desk.db, person.id)
  const { status, cookie, header } = await signInWith(test, key)
  assert.equal(status, 200)
  return { ...person, key, cookie, header }
}

test('200: signing in with a passkey sets a strict cookie, recorded', async (t) => {
  const test = await start(t)
  const { cookie, id, header } = await signedIn(test)
  assert.match(
    header,
    /^__Host-countersign=cs_web_[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
  )
  const me = await ask(test, 'GET', '/v1/me', { cookie })
  assert.deepEqual([me.status, me.body.id], [200, id])
  assert.deepEqual(await findProblems(test.desk.db), [])
})

test('403: a session changes nothing when another site sends the request', async (t) => {
  const test = await start(t)
  const { cookie } = await signedIn(test)
  const shift = (headers: object) =>
    test.app.inject({
      method: 'POST',
      url: '/v1/me/shift',
      payload: { plannedMinutes: 60 },
      headers: { cookie, ...headers },
    })
  const foreign = [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: `${TEST_PARTY.origin}.evil.example` },
    { origin: TEST_PARTY.origin, 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ]
  for (const headers of foreign) assert.equal((await shift(headers)).statusCode, 403, JSON.stringify(headers))
  assert.equal((await shift({ origin: TEST_PARTY.origin })).statusCode, 201)
  assert.equal((await ask(test, 'POST', '/v1/me/shift/break', { cookie, 'sec-fetch-site': 'same-origin' })).status, 200)
})

test('401: every invalid credential gets the same answer', async (t) => {
  const test = await start(t, { driven: true })
  const begin = async () => String((await ask(test, 'POST', '/v1/sign-in/begin')).body.challenge)
  const finish = async (payload: object) => {
    const { statusCode, body } = await test.app.inject({ method: 'POST', url: '/v1/sign-in/finish', payload })
    return [statusCode, JSON.parse(body).detail]
  }
  const person = await givenStaff(test.desk.db)
  const key = await givenPasskey(test.desk.db, person.id)
  const sign = (challenge: string, party = TEST_PARTY, of = key) => signWithSoftwareKey(of, challenge, party)
  const used = sign(await begin())
  assert.equal((await finish(used))[0], 200)
  const late = sign(await begin())
  await test.database.advance(300_001)
  const removed = await givenPasskey(test.desk.db, person.id)
  await test.database.ownerPool.query('update passkey set removed_at = desk_now() where id = $1', [
    removed.credentialId,
  ])
  const ended = await givenStaff(test.desk.db)
  const endedKey = await givenPasskey(test.desk.db, ended.id)
  await endStaff(test.desk, ended.id, DESK)
  const answers = [
    await finish(used),
    await finish(late),
    await finish(sign(Buffer.alloc(32).toString('base64url'))),
    await finish(sign(await begin(), { origin: 'https://evil.example', rpId: 'desk.example' })),
    await finish(sign(await begin(), TEST_PARTY, makeSoftwareKey())),
    await finish(sign(await begin(), TEST_PARTY, removed)),
    await finish(sign(await begin(), TEST_PARTY, endedKey)),
    await finish({ ...sign(await begin()), signature: sign(await begin()).signature }),
    await finish({ ...sign(await begin()), clientDataJSON: 'AAAA' }),
  ]
  assert.deepEqual(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1, JSON.stringify(answers))
  assert.equal(answers[0]?.[0], 401)
})

test('401: a session ends after 30 minutes idle or 12 hours', async (t) => {
  const test = await start(t, { driven: true })
  const { cookie } = await signedIn(test)
  const status = async () => (await ask(test, 'GET', '/v1/me', { cookie, 'countersign-idle': '3' })).status
  for (let hour = 0.5; hour <= 12; hour += 0.5) {
    await test.database.advance(29.9 * 60_000)
    assert.equal(await status(), 200, `${hour}`)
  }
  await test.database.advance(5 * 60_000)
  assert.equal(await status(), 401)
  const other = await signedIn(test)
  await test.database.advance(30 * 60_000)
  assert.equal((await ask(test, 'GET', '/v1/me', { cookie: other.cookie })).status, 401)
})

test('automatic requests of the console never prolong a session', async (t) => {
  const test = await start(t, { driven: true })
  const { cookie } = await signedIn(test)
  const status = async (idle?: string) =>
    (await ask(test, 'GET', '/v1/me', { cookie, ...(idle !== undefined && { 'countersign-idle': idle }) })).status
  await test.database.advance(20 * 60_000)
  assert.equal(await status('600'), 200, 'a hand ten minutes ago')
  for (const idle of [undefined, '', '-5', 'no', '99999999', '1200']) assert.equal(await status(idle), 200, idle)
  await test.database.advance(19.9 * 60_000)
  for (const idle of [undefined, '2394', '-5']) assert.equal(await status(idle), 200, idle)
  await test.database.advance(0.2 * 60_000)
  assert.equal(await status('0'), 401, 'half an hour after that hand, whatever was asked in it')
})

test('401: a revoked session, an ended person or removed passkey is refused', async (t) => {
  const test = await start(t)
  const admin = await givenStaff(test.desk.db, { roles: ['admin'] })
  const status = async (cookie: string) => (await ask(test, 'GET', '/v1/me', { cookie })).status
  const [one, two, three, four] = [
    await signedIn(test),
    await signedIn(test),
    await signedIn(test),
    await signedIn(test),
  ]
  assert.equal((await ask(test, 'POST', '/v1/sign-out', { cookie: one.cookie, ...SAME })).status, 204)
  assert.equal(await status(one.cookie), 401)
  const all = await test.app.inject({
    ...{ method: 'POST', url: `/v1/staff/${two.id}/sessions/revoke`, headers: bearer(admin.token) },
    payload: { reason: 'a stolen laptop' },
  })
  assert.deepEqual([all.statusCode, all.json()], [200, { revoked: 1 }])
  assert.equal(await status(two.cookie), 401)
  await endStaff(test.desk, three.id, DESK)
  assert.equal(await status(three.cookie), 401)
  await test.database.ownerPool.query('update passkey set removed_at = desk_now() where id = $1', [
    four.key.credentialId,
  ])
  assert.equal(await status(four.cookie), 401)
})

test('204, 403, 404: people end their own sessions, administrators any', async (t) => {
  const test = await start(t)
  const admin = await givenStaff(test.desk.db, { roles: ['admin'] })
  const person = await signedIn(test)
  const other = await signInWith(test, person.key)
  const mine = await ask(test, 'GET', '/v1/me/sessions', { cookie: person.cookie })
  assert.deepEqual(
    mine.body.items.map(({ current }: { current: boolean }) => current),
    [false, true],
  )
  const [{ id }] = mine.body.items
  const seen = await ask(test, 'GET', `/v1/staff/${person.id}/sessions`, bearer(admin.token))
  assert.deepEqual([seen.status, seen.body.items.length], [200, 2])
  assert.equal((await ask(test, 'GET', `/v1/staff/${person.id}/sessions`, { cookie: person.cookie })).status, 403)
  const revoke = (cookie: string) => ask(test, 'DELETE', `/v1/me/sessions/${id}`, { cookie, ...SAME })
  const stranger = await signedIn(test)
  assert.equal((await revoke(stranger.cookie)).status, 404)
  assert.equal((await revoke(person.cookie)).status, 204)
  assert.equal((await ask(test, 'GET', '/v1/me', { cookie: other.cookie })).status, 401)
  assert.equal((await revoke(person.cookie)).status, 204, 'it has ended already')
  assert.equal((await revoke(stranger.cookie)).status, 404)
  assert.deepEqual(await findProblems(test.desk.db), [])
})

test('a sign-in with a lower passkey counter is refused and alerts', async (t) => {
  const test = await start(t)
  const person = await givenStaff(test.desk.db)
  const key = await givenPasskey(test.desk.db, person.id)
  assert.equal((await signInWith(test, key, { counter: 7 })).status, 200)
  assert.equal((await signInWith(test, key, { counter: 6 })).status, 401)
  const { rows } = await test.desk.db.query(`select to_role, to_staff from alert where kind = 'passkey' order by id`)
  assert.deepEqual(rows, [
    { to_role: 'lead', to_staff: null },
    { to_role: null, to_staff: person.id },
  ])
})

test('429: repeated failed sign-ins block their network only', async (t) => {
  const test = await start(t)
  const person = await givenStaff(test.desk.db)
  const key = await givenPasskey(test.desk.db, person.id)
  const post = async (url: string, remoteAddress: string, payload?: object) =>
    (await test.app.inject({ method: 'POST', url, remoteAddress, ...(payload ? { payload } : {}) })).statusCode
  const fail = (address: string) =>
    post('/v1/sign-in/finish', address, signWithSoftwareKey(key, Buffer.alloc(32).toString('base64url'), TEST_PARTY))
  for (let time = 0; time < 30; time++) assert.equal(await fail('192.0.2.1'), 401)
  assert.equal(await fail('192.0.2.1'), 429)
  assert.equal((await signInWith(test, key, { remoteAddress: '192.0.2.1' })).status, 429)
  assert.equal((await signInWith(test, key, { remoteAddress: '192.0.2.2' })).status, 200)
  for (let time = 0; time < 120; time++) assert.equal(await post('/v1/sign-in/begin', '192.0.2.3'), 200)
  assert.equal(await post('/v1/sign-in/begin', '192.0.2.3'), 429)
})

test('401: a session or an invitation is not accepted as access token', async (t) => {
  const test = await start(t)
  const { cookie } = await signedIn(test)
  const secret = cookie.split('=')[1] ?? ''
  assert.equal((await ask(test, 'GET', '/v1/me', bearer(secret))).status, 401)
  const twice = { cookie: `${cookie}; ${cookie}` }
  assert.equal((await ask(test, 'GET', '/v1/me', twice)).status, 401)
})
