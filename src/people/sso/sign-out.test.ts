import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Lie, startLyingProvider } from '../../../test/support/lying-provider.ts'
import { startTestDesk } from '../../../test/support/server.ts'
import { startSignOn } from '../../../test/support/sign-on.ts'
import { ROUTES } from '../../app/http/routes.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

async function start(t: Parameters<typeof startLyingProvider>[0]) {
  const provider = await startLyingProvider(t)
  const desk = await startSignOn(t, provider.identityProvider)
  const { staffId } = await desk.join('ana', { externalId: 'x-1' })
  await desk.giveRole(staffId)
  const signIn = async (): Promise<string | undefined> => {
    const { url, cookie } = await desk.begin()
    return (await desk.comeBack(provider.visit(url, {}), cookie)).session
  }
  const sendLogout = async (lie: Lie) => {
    const payload = new URLSearchParams({ logout_token: await provider.logoutToken(lie) }).toString()
    return desk.app.inject({ method: 'POST', url: '/v1/sign-on/logout', headers: FORM, payload })
  }
  return { ...desk, staffId, signIn, sendLogout }
}

test('200: a sign-out at the identity provider ends sessions here', async (t) => {
  const { staffId, signIn, sendLogout, whoIs } = await start(t)
  const [one, two] = [await signIn(), await signIn()]
  assert.equal((await sendLogout({ claims: { sid: 'there-2' } })).statusCode, 200)
  assert.deepEqual([await whoIs(one), await whoIs(two)], [staffId, staffId])
  assert.equal((await sendLogout({ without: 'sub', claims: { sid: 'there-1' } })).statusCode, 200)
  assert.deepEqual([await whoIs(one), await whoIs(two)], [401, 401])
  const three = await signIn()
  assert.equal((await sendLogout({ claims: { sub: 'x-2' } })).statusCode, 200)
  assert.equal(await whoIs(three), staffId)
  assert.equal((await sendLogout({})).statusCode, 200)
  assert.equal((await sendLogout({})).statusCode, 200)
  assert.equal(await whoIs(three), 401)
})

const past = () => Math.floor(Date.now() / 1000) - 300
const LIES: Readonly<Record<string, () => Lie>> = {
  'another issuer': () => ({ claims: { iss: 'https://evil.example' } }),
  'another audience': () => ({ claims: { aud: 'other' } }),
  'an ID token’s nonce': () => ({ claims: { nonce: 'n' } }),
  'no event': () => ({ without: 'events' }),
  'another event': () => ({ claims: { events: { other: {} } } }),
  nobody: () => ({ without: 'sub' }),
  'what was kept for later': () => ({ claims: { iat: past() } }),
  'no time': () => ({ without: 'iat' }),
  'another’s signature': () => ({ signedBy: 'another' }),
  'no signature': () => ({ signedBy: 'nobody' }),
}

test('400: a sign-out is accepted from the identity provider only', async (t) => {
  const { app, staffId, signIn, sendLogout, whoIs } = await start(t)
  const session = await signIn()
  for (const [what, makeLie] of Object.entries(LIES)) assert.equal((await sendLogout(makeLie())).statusCode, 400, what)
  for (const payload of ['', 'logout_token=', 'logout_token=x.y.z', 'other=1']) {
    assert.equal(
      (await app.inject({ method: 'POST', url: '/v1/sign-on/logout', headers: FORM, payload })).statusCode,
      400,
    )
  }
  assert.equal(await whoIs(session), staffId)
})

test('404: signing out through a provider needs a configured provider', async (t) => {
  const { app } = await startTestDesk(t, { routes: ROUTES })
  const payload = 'logout_token=x.y.z'
  assert.equal(
    (await app.inject({ method: 'POST', url: '/v1/sign-on/logout', headers: FORM, payload })).statusCode,
    404,
  )
})
