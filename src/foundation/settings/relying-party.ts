/**
 * The identity under which browsers and authenticators know the desk: passkeys are made for it, and sign for no other
 * site.
 */
export interface RelyingParty {
  /** The origin of the desk, such as https://desk.example, without a path. */
  readonly origin: string
  /** The host name of the origin. */
  readonly rpId: string
}

/**
 * Returns the relying party at an address; undefined unless browsers allow passkeys for that origin: https, or http on
 * localhost, by name and not by number.
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
