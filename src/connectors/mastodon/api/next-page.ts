/** The parts of a Link header (RFC 8288): an address in angle brackets and its parameters. */
const LINK = /<([^<>]*)>([^<]*)/g
const IS_NEXT = /;\s*rel\s*=\s*(?:"[^"]*\bnext\b[^"]*"|next\b)/i

/**
 * Returns the address of the next page, if it is on the server itself: the request carries the access token, which no
 * other server may get.
 */
export function nextPage(link: string | null, origin: string): string | undefined {
  for (const [, address = '', params = ''] of (link ?? '').matchAll(LINK)) {
    if (!IS_NEXT.test(params)) continue
    const url = URL.parse(address, origin)
    return url?.origin === origin && url.username === '' ? url.href : undefined
  }
  return undefined
}
