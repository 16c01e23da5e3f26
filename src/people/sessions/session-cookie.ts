import type { IncomingHttpHeaders } from 'node:http'
import type { RelyingParty } from '../../foundation/settings/relying-party.ts'

/**
 * The `__Host-` prefix on https ensures that no sibling host and no plain http can set this cookie. Localhost has no
 * https.
 */
export const nameCookie = ({ origin }: RelyingParty): string =>
  origin.startsWith('https:') ? '__Host-countersign' : 'countersign'

const attributesOf = ({ origin }: RelyingParty): string =>
  `Path=/; HttpOnly; SameSite=Strict${origin.startsWith('https:') ? '; Secure' : ''}`

/** Returns the Set-Cookie value that stores a session. */
export const sessionCookie = (party: RelyingParty, secret: string, seconds: number): string =>
  `${nameCookie(party)}=${secret}; Max-Age=${seconds}; ${attributesOf(party)}`

/** Returns the Set-Cookie value that clears a session. */
export const noCookie = (party: RelyingParty): string => `${nameCookie(party)}=; Max-Age=0; ${attributesOf(party)}`

/**
 * Returns the session secret of a Cookie header. Undefined: there is none, or two, of which the right one is unknown.
 */
export function readSessionCookie(party: RelyingParty, header: string | undefined): string | undefined {
  const name = `${nameCookie(party)}=`
  const found = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(name))
  return found.length === 1 ? found[0]?.slice(name.length) : undefined
}

/**
 * True when a page of this site sent the request. Browsers set `Origin` on every request that changes state, and no
 * page can forge it. A request without `Origin` and `Sec-Fetch-Site` comes from no browser.
 */
export function isFromOurPage({ origin }: RelyingParty, headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return false
  return headers.origin === undefined ? site === 'same-origin' : headers.origin === origin
}
