import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { exportJWK, generateKeyPair } from 'jose'
import Provider from 'oidc-provider'
import { IdentityProvider } from '../../src/foundation/outgoing/identity-provider.ts'
import { TEST_PARTY } from './server.ts'

export const CLIENT = { clientId: 'desk', clientSecret: 'a-secret-of-thirty-two-characters' }
export const REDIRECT_URI = `${TEST_PARTY.origin}/v1/sign-on/callback`

/** The account that the provider signs in next, with its claims. */
export interface Account {
  sub: string
  [claim: string]: unknown
}

/**
 * Starts a real identity provider on this machine. Its sign-in page asks nothing: every visitor is the account given to
 * `signIn` last.
 */
export async function startIdentityProvider(t: TestContext, { linkClaim = 'sub', origin = TEST_PARTY.origin } = {}) {
  const [redirectUri, signedOutUri] = [`${origin}/v1/sign-on/callback`, `${origin}/sign-in`]
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  let account: Account = { sub: 'nobody' }
  const { server, issuer } = await listenHere(t)
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [signedOutUri],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['a', 'b'] },
    pkce: { required: () => true },
    claims: { openid: ['sub', 'roles', 'groups', 'oid', 'email', 'email_verified'] },
    conformIdTokenClaims: false,
    features: {
      ...{ devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true } },
      backchannelLogout: { enabled: true },
    },
    ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60, AuthorizationCode: 60 },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ ...account, sub }) }),
    loadExistingGrant: async ({ oidc }) => {
      const grant = new provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response)
    void provider.interactionFinished(request, response, { login: { accountId: account.sub } })
  })
  return {
    issuer,
    identityProvider: new IdentityProvider({
      ...CLIENT,
      issuer,
      linkClaim,
      redirectUri,
      signedOutUri,
    }),
    signIn: (next: Account) => {
      account = next
    },
    /** Acts as a browser at the provider: follows redirects, with cookies, until one leads back to the desk. */
    visit: (url: string) => follow(url, issuer),
  }
}

/** A server at this machine's numeric address, closed with the test. */
export async function listenHere(t: TestContext): Promise<{ server: Server; issuer: string }> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { server, issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const STEPS_MAX = 10

async function follow(from: string, issuer: string): Promise<string> {
  const cookies = new Map<string, string>()
  let url = from
  for (let step = 0; step < STEPS_MAX && url.startsWith(issuer); step++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=')
      cookies.set(name, value)
    }
    await response.arrayBuffer()
    const next = response.headers.get('location')
    if (next === null) throw new Error(`the provider sent nobody on from ${url}: ${response.status}`)
    url = new URL(next, url).href
  }
  return url
}
