import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { IdentityProvider } from '../../src/foundation/outgoing/identity-provider.ts'
import { CLIENT, listenHere, REDIRECT_URI } from './identity-provider.ts'
import { TEST_PARTY } from './server.ts'

/** The false part of the provider's answers. */
export interface Lie {
  claims?: JWTPayload
  without?: string
  signedBy?: 'another' | 'nobody' | 'the secret'
  /** The answer that its token endpoint gives instead. */
  answers?: { status: number; body: string }
}

/** A provider that states what no real one would, so that tests see the desk refuse it. */
export async function startLyingProvider(t: TestContext) {
  let keys = await makeKeys('RS256')
  let lie: Lie = {}
  let nonce = ''
  let metadata: Record<string, unknown> = {}
  let asked: { authorization: string | undefined; body: string } = { authorization: undefined, body: '' }
  const { server, issuer } = await listenHere(t)
  const idToken = (honest: JWTPayload) => signLie(honest, lie, keys)
  const identity = () => {
    const now = Math.floor(Date.now() / 1000)
    return { iss: issuer, aud: CLIENT.clientId, sub: 'x-1', sid: 'there-1', nonce, iat: now, exp: now + 60 }
  }
  const answer = async (request: IncomingMessage): Promise<{ status: number; body: string }> => {
    const json = (body: object) => ({ status: 200, body: JSON.stringify(body) })
    switch (request.url) {
      case '/.well-known/openid-configuration':
        return json({ ...describe(issuer, keys.alg), ...metadata })
      case '/jwks':
        return json({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k', alg: keys.alg, use: 'sig' }] })
      default:
        return lie.answers ?? json({ access_token: 'a', token_type: 'Bearer', id_token: await idToken(identity()) })
    }
  }
  server.on('request', async (request, response) => {
    if (request.url === '/token') asked = { authorization: request.headers.authorization, body: await text(request) }
    const { status, body } = await answer(request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  return {
    issuer,
    identityProvider: new IdentityProvider({
      ...{ ...CLIENT, issuer, linkClaim: 'sub', redirectUri: REDIRECT_URI, signedOutUri: `${TEST_PARTY.origin}/` },
    }),
    /** Signs with a new key of this algorithm from now on, and announces the key. */
    signWith: async (alg: string) => {
      keys = await makeKeys(alg)
    },
    /** Adds this to the provider's description of itself. */
    announce: (more: Record<string, unknown>) => {
      metadata = more
    },
    /** Returns the desk's last request to the token endpoint: its credentials and its body. */
    asked: () => asked,
    /** Returns the logout token by which the provider would announce that a person signed out. */
    logoutToken: (next: Lie) => {
      lie = next
      return idToken({
        ...{ iss: issuer, aud: CLIENT.clientId, sub: 'x-1', jti: randomUUID(), iat: Math.floor(Date.now() / 1000) },
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      })
    },
    /** Redirects the person straight back to the desk; sets the claims of the next answers. */
    visit: (url: string, next: Lie): string => {
      lie = next
      const { searchParams } = new URL(url)
      nonce = searchParams.get('nonce') ?? ''
      return `${REDIRECT_URI}?${new URLSearchParams({ code: 'c', state: searchParams.get('state') ?? '' })}`
    },
  }
}

async function signLie(honest: JWTPayload, lie: Lie, by: Awaited<ReturnType<typeof makeKeys>>): Promise<string> {
  const claims: JWTPayload = { ...honest, ...lie.claims }
  if (lie.without !== undefined) delete claims[lie.without]
  if (lie.signedBy === 'nobody') return new UnsecuredJWT(claims).encode()
  const signed = (alg: string) => new SignJWT(claims).setProtectedHeader({ alg, kid: 'k' })
  if (lie.signedBy === 'the secret') return signed('HS256').sign(new TextEncoder().encode(CLIENT.clientSecret))
  const { privateKey } = lie.signedBy === 'another' ? await generateKeyPair(by.alg) : by
  return signed(by.alg).sign(privateKey)
}

const makeKeys = async (alg: string) => ({ alg, ...(await generateKeyPair(alg, { extractable: true })) })

const describe = (issuer: string, alg: string) => ({
  ...{ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` },
  ...{ jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'] },
  id_token_signing_alg_values_supported: [alg],
})
