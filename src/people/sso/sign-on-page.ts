import type { FastifyReply } from 'fastify'
import { SIGN_ON_MINUTES_MAX } from '../../foundation/outgoing/identity-provider.ts'
import type { RelyingParty } from '../../foundation/settings/relying-party.ts'
import type { Desk } from '../../policy/desk.ts'
import { sessionCookie } from '../sessions/session-cookie.ts'
import { SESSION_MINUTES_MAX } from '../sessions/session-queries.ts'
import type { BegunSession } from '../sessions/sessions.ts'

/** The routes of single sign-on. The identity provider, its signed token or its signed answer identifies the person. */
export const SIGN_ON_ROUTES = [
  'GET /v1/sign-on',
  'POST /v1/sign-on/begin',
  'GET /v1/sign-on/callback',
  'GET /v1/sign-on/sign-out',
  'POST /v1/sign-on/logout',
  'GET /v1/sign-on/saml/metadata',
  'POST /v1/sign-on/saml',
]

export const FORM = 'application/x-www-form-urlencoded'

/** A page instead of a redirect, because browsers do not send a Strict cookie on a redirect that another site began. */
const GO_ON = `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/sign-in">
<title>Signed in</title><p>You are signed in. <a href="/sign-in">Go on</a>.</p></html>`
const GO_ON_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** Answers a browser that came back from the provider with its session. */
export const sendSignedIn = (reply: FastifyReply, desk: Desk, { secret }: BegunSession): FastifyReply =>
  reply
    .header('set-cookie', [noSignOnCookie(desk), sessionCookie(desk.relyingParty, secret, SESSION_MINUTES_MAX * 60)])
    .header('content-security-policy', GO_ON_POLICY)
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(GO_ON)

const isSecure = ({ origin }: RelyingParty): boolean => origin.startsWith('https:')
const nameOf = (party: RelyingParty): string => (isSecure(party) ? '__Host-countersign-sign-on' : 'countersign-sign-on')
/**
 * The cookie of a running sign-on is not SameSite=Strict as the session cookie is: a redirect from the provider must carry
 * it, and with SAML a form that the provider's page sends here. It authenticates no person by itself.
 */
function attributesOf({ relyingParty, saml }: Desk): string {
  if (saml !== undefined) return 'Path=/; HttpOnly; SameSite=None; Secure'
  return `Path=/; HttpOnly; SameSite=Lax${isSecure(relyingParty) ? '; Secure' : ''}`
}

/** Returns the Set-Cookie value that identifies the browser when it returns from the provider. */
export const signOnCookie = (desk: Desk, browser: string): string =>
  `${nameOf(desk.relyingParty)}=${browser}; Max-Age=${SIGN_ON_MINUTES_MAX * 60}; ${attributesOf(desk)}`

/** Returns the Set-Cookie value that ends the errand of a browser. */
const noSignOnCookie = (desk: Desk): string => `${nameOf(desk.relyingParty)}=; Max-Age=0; ${attributesOf(desk)}`

/** Returns the browser's sign-on secret. Undefined: there is none, or two. */
export function readSignOnCookie(party: RelyingParty, header = ''): string | undefined {
  const name = `${nameOf(party)}=`
  const found = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(name))
  return found.length === 1 ? found[0]?.slice(name.length) : undefined
}
