import assert from 'node:assert/strict'
import { test } from 'node:test'
import { IdentityProvider } from '../../src/foundation/outgoing/identity-provider.ts'
import { CLIENT, listenHere, REDIRECT_URI, startIdentityProvider } from '../support/identity-provider.ts'
import { type Lie, startLyingProvider } from '../support/lying-provider.ts'
import { startSignOn } from '../support/sign-on.ts'

type Provider = Awaited<ReturnType<typeof startLyingProvider>>

async function signIn({ identityProvider, visit }: Provider, lie: Lie = {}) {
  const { url, errand } = await identityProvider.begin()
  return identityProvider.finish(new URL(visit(url.href, lie)).search, errand)
}

test('an identity provider that changes its algorithm locks out no person', async (t) => {
  const provider = await startLyingProvider(t)
  assert.equal((await signIn(provider)).subject, 'x-1')
  await provider.signWith('ES256')
  // At most who was under way with the old description has to begin again.
  await signIn(provider).catch(() => undefined)
  assert.equal((await signIn(provider)).subject, 'x-1')
  await provider.signWith('PS256')
  await signIn(provider).catch(() => undefined)
  assert.equal((await signIn(provider)).subject, 'x-1')
})

test('a token that the client secret could sign is refused', async (t) => {
  const provider = await startLyingProvider(t)
  // Refused even when the provider's own document allows it: a reader of the desk's secret could sign in as any person.
  for (const allowed of [{}, { id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'] }]) {
    provider.announce(allowed)
    await assert.rejects(signIn(provider, { signedBy: 'the secret' }), /IdentityRefusedError/)
    await assert.rejects(signIn(provider, { signedBy: 'nobody' }), /IdentityRefusedError/)
    await assert.rejects(
      signIn(provider, { claims: { aud: [CLIENT.clientId, 'other'], azp: 'other' } }),
      /IdentityRefused/,
    )
  }
})

test('the desk authenticates itself as the identity provider requires', async (t) => {
  const provider = await startLyingProvider(t)
  await signIn(provider)
  assert.match(provider.asked().authorization ?? '', /^Basic /)
  assert.doesNotMatch(provider.asked().body, /client_secret/)
  const posting = await startLyingProvider(t)
  posting.announce({ token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'] })
  await signIn(posting)
  assert.equal(posting.asked().authorization, undefined)
  assert.equal(new URLSearchParams(posting.asked().body).get('client_secret'), CLIENT.clientSecret)
  const other = await startLyingProvider(t)
  other.announce({ token_endpoint_auth_methods_supported: ['private_key_jwt'] })
  await assert.rejects(signIn(other), /ProviderSetupError.*client_secret_basic and client_secret_post/)
})

test('503: a wrong set-up of single sign-on has its own message', async (t) => {
  const { issuer, visit, signIn: signsIn } = await startIdentityProvider(t)
  signsIn({ sub: 'x-1' })
  const wrong = { ...CLIENT, clientSecret: 'another-secret-of-thirty-two-chars', issuer, linkClaim: 'sub' }
  const uris = { redirectUri: REDIRECT_URI, signedOutUri: REDIRECT_URI }
  const desk = await startSignOn(t, new IdentityProvider({ ...wrong, ...uris }))
  const { url, cookie } = await desk.begin()
  const answer = await desk.comeBack(await visit(url), cookie)
  assert.equal(answer.status, 503)
  assert.match(answer.body, /COUNTERSIGN_OIDC_CLIENT_ID/)
  const { issuer: nowhere } = await listenHere(t).then(({ server, issuer: at }) => {
    server.on('request', (_request, response) => response.writeHead(404).end())
    return { issuer: at }
  })
  const lost = new IdentityProvider({ ...CLIENT, issuer: nowhere, linkClaim: 'sub', ...uris })
  await assert.rejects(lost.begin(), /ProviderSetupError.*no discovery document/)
  const elsewhere = new IdentityProvider({
    ...CLIENT,
    issuer: `${issuer}/`.replace('127.0.0.1', 'localhost'),
    linkClaim: 'sub',
    ...uris,
  })
  await assert.rejects(elsewhere.begin(), /ProviderSetupError.*another issuer/)
})
