import type { RelyingParty } from '../../foundation/settings/relying-party.ts'
import { SIGN_ON_MINUTES_MAX } from './sign-on-queries.ts'

const isSecure = ({ origin }: RelyingParty): boolean => origin.startsWith('https:')
const nameOf = (party: RelyingParty): string => (isSecure(party) ? '__Host-countersign-sign-on' : 'countersign-sign-on')
/**
 * SameSite=Lax, unlike the session cookie: the redirect from the provider must carry it. It authenticates nothing by
 * itself.
 */
const attributesOf = (party: RelyingParty): string =>
  `Path=/; HttpOnly; SameSite=Lax${isSecure(party) ? '; Secure' : ''}`

/** Returns the Set-Cookie value that identifies the browser on its return from the provider. */
export const signOnCookie = (party: RelyingParty, browser: string): string =>
  `${nameOf(party)}=${browser}; Max-Age=${SIGN_ON_MINUTES_MAX * 60}; ${attributesOf(party)}`

export const noSignOnCookie = (party: RelyingParty): string => `${nameOf(party)}=; Max-Age=0; ${attributesOf(party)}`

/** Returns the browser's sign-on secret; undefined without one, or with two. */
export function readSignOnCookie(party: RelyingParty, header = ''): string | undefined {
  const name = `${nameOf(party)}=`
  const found = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(name))
  return found.length === 1 ? found[0]?.slice(name.length) : undefined
}
