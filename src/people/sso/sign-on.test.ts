import assert from 'node:assert/strict'
import { test } from 'node:test'
import sql from 'sql-template-tag'
import { agreeSigned } from '../../../test/support/changes.ts'
import { startIdentityProvider } from '../../../test/support/identity-provider.ts'
import { type Lie, startLyingProvider } from '../../../test/support/lying-provider.ts'
import { givenStaff } from '../../../test/support/people.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { startSignOn } from '../../../test/support/sign-on.ts'
import { proposeChange } from '../../admin/change/propose-change.ts'
import { IdentityProvider } from '../../foundation/outgoing/identity-provider.ts'
import { DESK, type Role } from '../../foundation/domain.ts'
import { ROUTES } from '../../app/http/routes.ts'
import { endStaff } from '../../admin/offboarding/end-staff.ts'

const ANA = { sub: 'x-1', email: 'ana@example.org', email_verified: true }

test("200: single sign-on finds the person by the provider's externalId", async (t) => {
  const provider = await startIdentityProvider(t)
  const { begin, comeBack, whoIs, giveRole, join, findProblems } = await startSignOn(t, provider.identityProvider)
  const { staffId } = await join('ana', { externalId: 'x-1' })
  await giveRole(staffId)
  provider.signIn(ANA)
  const { status, url, cookie, header } = await begin()
  assert.equal(status, 200)
  const asked = Object.fromEntries(new URL(url).searchParams)
  assert.deepEqual(
    [asked.response_type, asked.code_challenge_method, asked.scope, asked.client_id],
    ['code', 'S256', 'openid', 'desk'],
  )
  assert.match(header, /^__Host-countersign-sign-on=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/)
  const back = await comeBack(await provider.visit(url), cookie)
  assert.deepEqual([back.status, back.type], [200, 'text/html; charset=utf-8'])
  assert.match(back.session ?? '', /^__Host-countersign=cs_web_[\w-]{43}; .*SameSite=Strict/)
  assert.equal(await whoIs(back.session), staffId)
  assert.deepEqual(
    (await findProblems()).filter((problem) => !problem.startsWith(`staff ${staffId}`)),
    [],
  )
})

test('single sign-on may use another claim than "sub"', async (t) => {
  const provider = await startIdentityProvider(t, { linkClaim: 'oid' })
  const { begin, comeBack, join } = await startSignOn(t, provider.identityProvider)
  await join('ana', { externalId: 'object-7' })
  provider.signIn({ ...ANA, oid: 'object-7' })
  const { url, cookie } = await begin()
  assert.equal((await comeBack(await provider.visit(url), cookie)).status, 200)
  provider.signIn({ ...ANA, sub: 'object-7' })
  const other = await begin()
  assert.equal((await comeBack(await provider.visit(other.url), other.cookie)).status, 401)
})

test('401: single sign-on refuses unknown, ended and merely similar people', async (t) => {
  const provider = await startIdentityProvider(t)
  const { desk, begin, comeBack, join, patch, scim, logged } = await startSignOn(t, provider.identityProvider)
  const come = async (sub: string) => {
    provider.signIn({ ...ANA, sub })
    const { url, cookie } = await begin()
    const { status, body, session } = await comeBack(await provider.visit(url), cookie)
    return { status, detail: status === 200 ? '' : JSON.parse(body).detail, session }
  }
  await join('ana@example.org', { emails: [{ value: 'ana@example.org' }] })
  const ended = await join('ben', { externalId: 'x-2' })
  const left = await join('cid', { externalId: 'x-3' })
  const removed = await join('dot', { externalId: 'x-4' })
  assert.equal((await come('x-2')).status, 200)
  await endStaff(desk, ended.staffId, DESK)
  await patch(`/Users/${left.id}`, { op: 'Replace', path: 'active', value: 'False' })
  await scim(`DELETE /Users/${removed.id}`)
  const answers = [
    await come('x-1'),
    await come('ana@example.org'),
    await come('x-2'),
    await come('x-3'),
    await come('x-4'),
  ]
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [401])
  assert.equal(new Set(answers.map(({ detail }) => detail)).size, 1)
  assert.ok(answers.every(({ session }) => session === undefined))
  assert.doesNotMatch(JSON.stringify(logged), /ana@example|x-\d/)
})

test('401: single sign-on refuses another browser, state or old code', async (t) => {
  const provider = await startIdentityProvider(t)
  const { database, begin, comeBack, join } = await startSignOn(t, provider.identityProvider, { driven: true })
  await join('ana', { externalId: 'x-1' })
  provider.signIn(ANA)
  const [mine, theirs] = [await begin(), await begin()]
  const back = await provider.visit(mine.url)
  const status = async (address: string, cookie: string) => (await comeBack(address, cookie)).status
  assert.equal(await status(back, ''), 401)
  assert.equal(await status(back, `${mine.cookie}; ${mine.cookie}`), 401)
  assert.equal(await status(back, theirs.cookie), 401)
  assert.equal(await status(back, mine.cookie), 200)
  assert.equal(await status(back, mine.cookie), 401)
  const again = await begin()
  const used = new URL(back)
  used.searchParams.set('state', new URL(again.url).searchParams.get('state') ?? '')
  assert.equal(await status(used.href, again.cookie), 401)
  const late = await begin()
  const lateBack = await provider.visit(late.url)
  await database.advance(600_001)
  assert.equal(await status(lateBack, late.cookie), 401)
  const denied = await begin()
  const state = new URL(denied.url).searchParams.get('state')
  assert.equal(
    await status(`https://desk.example/v1/sign-on/callback?error=access_denied&state=${state}`, denied.cookie),
    401,
  )
})

test('400, 401: a failed single sign-on shows a page without details', async (t) => {
  const provider = await startIdentityProvider(t)
  const { app } = await startSignOn(t, provider.identityProvider)
  const without = await startTestDesk(t, { routes: ROUTES })
  const come = async (query: string, { accept = 'text/html,*/*;q=0.8', at = app } = {}) =>
    at.inject({ url: `/v1/sign-on/callback${query}`, headers: { accept } })
  const said = '&error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E'
  const pages = [
    [await come(''), 400],
    [await come(`?state=x${said}&anything=else`), 401],
    [await come('?state=x&state=y'), 400],
    [await come('?state=x', { at: without.app }), 401],
  ] as const
  for (const [{ statusCode, headers, body }, status] of pages) {
    assert.deepEqual([statusCode, headers['content-type']], [status, 'text/html; charset=utf-8'])
    assert.match(body, /<h1>[\w ]+<\/h1>\n<p>.+<\/p>\n<p><a href="\/sign-in">/)
    assert.doesNotMatch(body, /script|alert/)
    assert.match(String(headers['content-security-policy']), /default-src 'none'/)
    assert.doesNotMatch(String(headers['set-cookie']), /cs_web/)
  }
  const asked = await come('?state=x', { accept: 'application/json' })
  assert.deepEqual([asked.statusCode, asked.json().type], [401, 'urn:countersign:problem:not_signed_in'])
  const elsewhere = await app.inject({ url: '/v1/me', headers: { accept: 'text/html' } })
  assert.match(String(elsewhere.headers['content-type']), /problem\+json/)
})

const now = () => Math.floor(Date.now() / 1000)
const LIES: Readonly<Record<string, () => Lie>> = {
  'another issuer': () => ({ claims: { iss: 'https://evil.example' } }),
  'another audience': () => ({ claims: { aud: 'other' } }),
  'more audiences, meant for another': () => ({ claims: { aud: ['desk', 'other'], azp: 'other' } }),
  'another nonce': () => ({ claims: { nonce: 'other' } }),
  'no nonce': () => ({ without: 'nonce' }),
  'no subject': () => ({ without: 'sub' }),
  'an end that is past': () => ({ claims: { iat: now() - 900, exp: now() - 600 } }),
  'another’s signature': () => ({ signedBy: 'another' }),
  'no signature': () => ({ signedBy: 'nobody' }),
  'a code it does not know': () => ({ answers: { status: 400, body: '{"error":"invalid_grant"}' } }),
}

test('401: single sign-on refuses an incomplete or wrong token', async (t) => {
  const provider = await startLyingProvider(t)
  const { begin, comeBack, join } = await startSignOn(t, provider.identityProvider)
  await join('ana', { externalId: 'x-1' })
  const come = async (lie: Lie) => {
    const { url, cookie } = await begin()
    return (await comeBack(provider.visit(url, lie), cookie)).status
  }
  assert.equal(await come({}), 200)
  for (const [what, makeLie] of Object.entries(LIES)) assert.equal(await come(makeLie()), 401, what)
  assert.equal(await come({}), 200)
})

test('a role that the identity provider names is only a proposal', async (t) => {
  const provider = await startIdentityProvider(t)
  const { db, begin, comeBack, join, staff } = await startSignOn(t, provider.identityProvider)
  const { staffId } = await join('ana', { externalId: 'x-1' })
  provider.signIn({ ...ANA, roles: ['countersign-lead'], groups: ['admin', 'rowing'] })
  const { url, cookie } = await begin()
  assert.equal((await comeBack(await provider.visit(url), cookie)).status, 200)
  assert.deepEqual((await staff(staffId))?.roles, [])
  const { rows } = await db.query<{ role: string }>(
    sql`select role from directory_role where source = 'sign_in' and said order by role`,
  )
  assert.deepEqual(
    rows.map(({ role }) => role),
    ['admin', 'lead'],
  )
})

test('404: a desk without a provider has no single sign-on', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  assert.equal((await app.inject({ method: 'POST', url: '/v1/sign-on/begin' })).statusCode, 404)
  assert.equal((await app.inject({ url: '/v1/sign-on/sign-out' })).statusCode, 404)
})

test('429: single sign-ons are rate-limited per network', async (t) => {
  const provider = await startLyingProvider(t)
  const { app } = await startSignOn(t, provider.identityProvider)
  const begin = async (remoteAddress: string) =>
    (await app.inject({ method: 'POST', url: '/v1/sign-on/begin', remoteAddress })).statusCode
  for (let time = 0; time < 120; time++) assert.equal(await begin('192.0.2.1'), 200)
  assert.deepEqual([await begin('192.0.2.1'), await begin('192.0.2.2')], [429, 200])
})

test('503: an unreachable identity provider allows another attempt', async (t) => {
  const settings = {
    clientId: 'desk',
    clientSecret: 'x',
    linkClaim: 'sub',
    redirectUri: 'https://desk.example/v1/sign-on/callback',
  }
  const nobody = new IdentityProvider({
    ...settings,
    issuer: 'http://127.0.0.1:9',
    signedOutUri: 'https://desk.example/',
  })
  const { app } = await startTestDesk(t, { routes: ROUTES, identityProvider: nobody })
  for (let time = 0; time < 2; time++) {
    const answer = await app.inject({ method: 'POST', url: '/v1/sign-on/begin' })
    assert.deepEqual(
      [answer.statusCode, answer.headers['content-type']],
      [503, 'application/problem+json; charset=utf-8'],
    )
  }
  assert.equal((await app.inject({ url: '/v1/sign-on/sign-out' })).statusCode, 503)
})

test('200: signing out also signs out at the identity provider', async (t) => {
  const provider = await startIdentityProvider(t)
  const { app } = await startSignOn(t, provider.identityProvider)
  const { url } = (await app.inject({ url: '/v1/sign-on/sign-out' })).json()
  assert.ok(url.startsWith(`${provider.issuer}/session/end?`))
  assert.equal(new URL(url).searchParams.get('post_logout_redirect_uri'), 'https://desk.example/sign-in')
})

test('200: anonymous callers learn whether single sign-on is configured', async (t) => {
  const provider = await startLyingProvider(t)
  const { app } = await startSignOn(t, provider.identityProvider)
  assert.deepEqual((await app.inject({ url: '/v1/sign-on' })).json(), { available: true })
  const { app: without } = await startTestDesk(t, { routes: ROUTES })
  assert.deepEqual((await without.inject({ url: '/v1/sign-on' })).json(), { available: false })
})

test('two people link an unknown identity to a person', async (t) => {
  const provider = await startIdentityProvider(t)
  const { desk, db, begin, comeBack, whoIs, join, findProblems } = await startSignOn(t, provider.identityProvider, {
    driven: true,
  })
  const by = async (roles: readonly Role[]) =>
    ({ kind: 'staff', ...(await givenStaff(db, { roles })), pseudonym: 'x', roles }) as const
  const [crane, plover] = [await by(['admin']), await by(['policy'])]
  const [wren, robin] = [await by(['reviewer']), await by(['reviewer'])]
  provider.signIn(ANA)
  const come = async () => {
    const { url, cookie } = await begin()
    return comeBack(await provider.visit(url), cookie)
  }
  const link = { kind: 'sign_on', staffId: wren.id, issuer: provider.issuer, subject: 'x-1' } as const
  const { id, says, state } = await proposeChange(desk, {
    wanted: link,
    reason: 'came before the directory',
    by: crane,
  })
  assert.match(says, /calls x-1 signs in as p-/)
  assert.equal(state, 'proposed')
  assert.equal((await come()).status, 401)
  await agreeSigned(desk, id, plover)
  const back = await come()
  assert.deepEqual([back.status, await whoIs(back.session)], [200, wren.id])
  const other = await proposeChange(desk, { wanted: { ...link, staffId: robin.id }, reason: 'taken', by: crane })
  await assert.rejects(agreeSigned(desk, other.id, plover))
  const taken = await join('ben', { externalId: 'x-1' })
  assert.equal((await come()).status, 401, `${taken.id} and a link would be two`)
  await assert.rejects(
    db.query(sql`
    insert into sign_on_link (issuer, subject, staff_id, change_id) values ('a', 'b', ${wren.id}, ${id})`),
    /permission denied/,
  )
  assert.deepEqual(await findProblems(), [])
})
