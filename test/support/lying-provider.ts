import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { TestContext } from 'node:test'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { IdentityProvider } from '../../src/connector/identity-provider.ts'
import { CLIENT, listenHere, REDIRECT_URI } from './identity-provider.ts'
import { TEST_PARTY } from './server.ts'

/** What is wrong with what it says. */
export interface Lie {
  claims?: JWTPayload
  without?: string
  signedBy?: 'another' | 'nobody'
  /** What its token endpoint answers instead. */
  answers?: { status: number; body: string }
}

/** A provider that says what no real one would, to see that it isn't believed. */
export async function startLyingProvider(t: TestContext) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const another = await generateKeyPair('RS256')
  let lie: Lie = {}
  let nonce = ''
  const { server, issuer } = await listenHere(t)
  const idToken = async (honest: JWTPayload) => {
    const claims: JWTPayload = { ...honest, ...lie.claims }
    if (lie.without !== undefined) delete claims[lie.without]
    if (lie.signedBy === 'nobody') return new UnsecuredJWT(claims).encode()
    const key = lie.signedBy === 'another' ? another.privateKey : privateKey
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k' }).sign(key)
  }
  const identity = () => {
    const now = Math.floor(Date.now() / 1000)
    return { iss: issuer, aud: CLIENT.clientId, sub: 'x-1', sid: 'there-1', nonce, iat: now, exp: now + 60 }
  }
  const answer = async (request: IncomingMessage): Promise<{ status: number; body: string }> => {
    const json = (body: object) => ({ status: 200, body: JSON.stringify(body) })
    switch (request.url) {
      case '/.well-known/openid-configuration':
        return json({
          ...{ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` },
          ...{ jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'] },
        })
      case '/jwks':
        return json({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256', use: 'sig' }] })
      default:
        return lie.answers ?? json({ access_token: 'a', token_type: 'Bearer', id_token: await idToken(identity()) })
    }
  }
  server.on('request', async (request, response) => {
    const { status, body } = await answer(request)
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  return {
    issuer,
    identityProvider: new IdentityProvider({
      ...{ ...CLIENT, issuer, linkClaim: 'sub', redirectUri: REDIRECT_URI, signedOutUri: `${TEST_PARTY.origin}/` },
    }),
    /** What it would send to say that somebody signed out. */
    logoutToken: (next: Lie) => {
      lie = next
      return idToken({
        ...{ iss: issuer, aud: CLIENT.clientId, sub: 'x-1', jti: randomUUID(), iat: Math.floor(Date.now() / 1000) },
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      })
    },
    /** Sends somebody straight back, and says what it will say of them. */
    visit: (url: string, next: Lie): string => {
      lie = next
      const { searchParams } = new URL(url)
      nonce = searchParams.get('nonce') ?? ''
      return `${REDIRECT_URI}?${new URLSearchParams({ code: 'c', state: searchParams.get('state') ?? '' })}`
    },
  }
}
