import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { App, Desk } from '../../policy/desk.ts'
import { AttemptLimit } from '../../foundation/bounds/attempt-limit.ts'
import { Problem } from '../../foundation/schemas/schemas.ts'
import { refuseOver } from '../sessions/routes.ts'
import { readDevice } from '../sessions/session-device.ts'
import type { Errand } from '../../foundation/outgoing/identity-provider.ts'
import { beginSignOn, finishSignOn, providerOf, formatAway } from './sign-on.ts'
import { signOutFromThere } from './sign-out.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'
import { FORM, readSignOnCookie, sendSignedIn, signOnCookie } from './sign-on-page.ts'

const BEGUN_A_MINUTE_MAX = 120
const CODE_LENGTH_MAX = 2_048
const TOKEN_LENGTH_MAX = 16_384
const text = () => Type.Optional(Type.String({ maxLength: CODE_LENGTH_MAX }))

/** The parameters with which a provider sends a browser back. Unknown ones are ignored (RFC 6749). */
const CameBack = Type.Object(
  {
    code: text(),
    state: Type.String({ maxLength: CODE_LENGTH_MAX }),
    iss: text(),
    error: text(),
    error_description: text(),
    error_uri: text(),
  },
  { additionalProperties: true },
)
const Place = Type.Object({ url: Type.String({ description: 'The address that the browser opens next.' }) })
const away = { 404: Problem, 503: Problem }

/**
 * Routes of single sign-on. The route to which the provider sends people has no HEAD, which must not sign anyone in.
 */
export function signOnRoutes(app: App, desk: Desk): void {
  const is = {
    summary: 'Read whether single sign-on is available',
    response: { 200: Type.Object({ available: Type.Boolean() }) },
  }
  app.get('/v1/sign-on', { schema: is }, async () => ({
    available: (desk.identityProvider ?? desk.saml) !== undefined,
  }))
  const begun = new AttemptLimit({ max: BEGUN_A_MINUTE_MAX, windowMs: MINUTE_MS })
  const begin = { summary: 'Begin single sign-on', response: { 200: Place, ...away, 429: Problem } }
  app.post('/v1/sign-on/begin', { schema: begin }, async ({ ip }, reply) => {
    refuseOver(begun, ip)
    begun.count(ip)
    const { url, browser } = await beginSignOn(desk)
    void reply.header('set-cookie', signOnCookie(desk, browser))
    return { url }
  })
  const callback = {
    summary: 'Finish single sign-on; the session is a cookie',
    description:
      'This GET changes state, because OpenID Connect requires it. It works once, and only in the browser that began. A browser that accepts text/html gets a refusal as a page.',
    produces: ['text/html'],
    querystring: CameBack,
    response: { 200: Type.String(), 401: Problem, ...away },
  }
  app.get('/v1/sign-on/callback', { schema: callback, exposeHeadRoute: false }, async (request, reply) => {
    const browser = readSignOnCookie(desk.relyingParty, request.headers.cookie)
    const at = request.url.indexOf('?')
    const query = at < 0 ? '?' : request.url.slice(at)
    const back = { browser, state: request.query.state, from: readDevice(request) }
    const identify = async (errand: Errand) => providerOf(desk).finish(query, errand)
    return sendSignedIn(reply, desk, await finishSignOn(desk, { ...back, identify }))
  })
  const logout = {
    summary: 'Receive a sign-out from the provider (Back-Channel Logout)',
    consumes: [FORM],
    body: Type.Object({ logout_token: Type.String({ minLength: 1, maxLength: TOKEN_LENGTH_MAX }) }),
    response: { 200: Type.Object({}), ...away },
  }
  app.addContentTypeParser(FORM, { parseAs: 'string' }, async (_request: FastifyRequest, body: string) => {
    const sent = new URLSearchParams(body).get('logout_token')
    return sent === null ? {} : { logout_token: sent }
  })
  app.post('/v1/sign-on/logout', { schema: logout }, async ({ body }) => {
    await signOutFromThere(desk, body.logout_token)
    return {}
  })
  const end = { summary: 'Read the address for signing out at the provider', response: { 200: Place, ...away } }
  app.get('/v1/sign-on/sign-out', { schema: end }, async () => {
    // A SAML provider is not asked to sign people out: its sessions end there.
    if (desk.saml !== undefined) return { url: desk.relyingParty.origin }
    const url = await providerOf(desk)
      .signOutUrl()
      .catch((error: unknown) => formatAway(error, desk.log))
    return { url: url?.href ?? desk.relyingParty.origin }
  })
}
