/**
 * The identity under which browsers and authenticators know the desk: passkeys are made for it, and sign for no other
 * site.
 */
export interface RelyingParty {
  /** Such as https://desk.example, without anything behind it. */
  readonly origin: string
  /** Its host name. */
  readonly rpId: string
}

/**
 * The relying party at an address; undefined unless it is an origin that browsers let have keys: https, or http on
 * localhost, by a name and not a number.
 */
export function relyingPartyAt(text: string): RelyingParty | undefined {
  const url = URL.parse(text)
  if (url === null || (url.origin !== text && `${url.origin}/` !== text)) return undefined
  const { protocol, hostname, origin } = url
  if (protocol !== 'https:' && !(protocol === 'http:' && hostname === 'localhost')) return undefined
  if (hostname.startsWith('[') || /^[\d.]+$/.test(hostname)) return undefined
  return { origin, rpId: hostname }
}

/** Returns the relying party of a desk that is reachable only from its own machine. */
export const localParty = (port: number): RelyingParty => ({ origin: `http://localhost:${port}`, rpId: 'localhost' })
