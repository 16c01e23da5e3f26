import { type LookupAddress, lookup as resolveName } from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Readable } from 'node:stream'

/** Address ranges outside the internet: this machine, its network, and addresses that lead to either. */
const PRIVATE = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  // Azure's own services inside every machine's network (WireServer), though the address is a public one.
  '168.63.129.16/32',
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...[
    '224.0.0.0/4',
    '240.0.0.0/4',
    '::/96',
    '::ffff:0:0:0/96',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '100::/64',
    '2001::/23',
    '2001:db8::/32',
  ],
  // Documentation (RFC 9637) and segment routing (RFC 9602).
  ...['3fff::/20', '5f00::/16'],
  ...['2002::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
]

/** Resolves a name to all its addresses. */
export type Resolve = (
  name: string,
  done: (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void,
) => void

interface Reach {
  /** Private addresses and ranges that may be reached nevertheless, such as 10.1.0.0/16. */
  allowPrivate?: readonly string[]
  /**
   * True (the default): a literal address of this machine may be reached, because the operator configured it. False
   * where others write addresses, as an identity provider does in its own document.
   */
  ownMachine?: boolean
  resolve?: Resolve
}

export type GuardedFetch = (url: string, init: GuardedRequest) => Promise<Response>
interface GuardedRequest {
  method?: string
  headers?: Readonly<Record<string, string>>
  body?: string
  signal?: AbortSignal
  /** True: a redirect is an answer like any other, and is not followed either. */
  takesRedirects?: boolean
}

/**
 * Returns a fetch that reaches the internet alone. It checks the addresses of a name and connects to a checked one, so
 * no answer of a name server leads into a private network. It follows no redirect.
 */
export function guardedFetch({ allowPrivate = [], ownMachine = true, resolve = resolveAll }: Reach = {}): GuardedFetch {
  const [refused, allowed] = [rangesOf(PRIVATE), rangesOf(allowPrivate)]
  const mayReach = (address: string) => !isIn(refused, address) || isIn(allowed, address)
  const lookup = checkedLookup(resolve, mayReach)
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) }
  return (text, init) => {
    const url = new URL(text)
    const protocol = url.protocol === 'https:' ? 'https:' : 'http:'
    const host = url.hostname.replace(/^\[|\]$/g, '')
    const written = ownMachine && isLoopback(host)
    if (isIP(host) !== 0 && !written && !mayReach(host)) return Promise.reject(refusal(host))
    // A connection to a literal address of this machine is never reused for a host name that resolves to it.
    const options = { agent: agents[protocol], ...(written ? {} : { lookup }) }
    return send(url, protocol === 'https:' ? https : http, { ...options, ...init })
  }
}

function rangesOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', prefix] = range.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(address, Number(prefix ?? (family === 'ipv6' ? 128 : 32)), family)
  }
  return list
}

/** True when an address is on the internet, or on a private network that the configuration allows. */
export const mayReach = (address: string, allowPrivate: readonly string[] = []): boolean =>
  !isIn(rangesOf(PRIVATE), address) || isIn(rangesOf(allowPrivate), address)

/** True when a host is a literal address of a private network that the configuration allows. */
export const isNamedPrivate = (host: string, allowPrivate: readonly string[] = []): boolean =>
  isIP(host) !== 0 && isIn(rangesOf(PRIVATE), host) && isIn(rangesOf(allowPrivate), host)

/** Matches an IP address in a text. It requires so many colons that no time of day matches. */
const ADDRESS_LIKE = /(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]*(?::[0-9a-f]*){2,}(?:(?:\.\d{1,3}){3})?/gi
const REFUSED = rangesOf(PRIVATE)

/**
 * Hides private addresses in the text of a failure, whose reader must not learn the addresses behind an internal name.
 */
export const hidePrivateAddresses = (text: string): string =>
  text.replaceAll(ADDRESS_LIKE, (found) => (isIP(found) !== 0 && isIn(REFUSED, found) ? 'a private address' : found))

const isIn = (list: BlockList, address: string): boolean => list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** True when a host is a literal address of this machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

const refusal = (where: string): Error =>
  new Error(`${where} is an address of a private network, which COUNTERSIGN_ALLOW_PRIVATE does not name`)

const resolveAll: Resolve = (name, done) => resolveName(name, { all: true, verbatim: true }, done)

/**
 * Returns the resolved addresses that may be reached. One forbidden address makes the name suspect, and the whole
 * answer is refused.
 */
const checkedLookup =
  (resolve: Resolve, mayReach: (address: string) => boolean): LookupFunction =>
  (name, options, done) =>
    resolve(name, (error, addresses) => {
      const bad = addresses?.find(({ address }) => !mayReach(address))
      const [first] = addresses ?? []
      if (error) done(error, '', 0)
      else if (first === undefined) done(new Error(`${name} has no address`), '', 0)
      else if (bad !== undefined) done(refusal(name), '', 0)
      else if (options.all) done(null, [...addresses])
      else done(null, first.address, first.family)
    })

function send(
  url: URL,
  { request }: typeof http | typeof https,
  { body, headers, method, signal, takesRedirects = false, ...options }: GuardedRequest & http.RequestOptions,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const asked = { ...options, method: method ?? 'GET', headers: { ...headers, ...length }, ...(signal && { signal }) }
    const sent = request(url, asked as https.RequestOptions, (answer) => {
      const status = answer.statusCode ?? 0
      if (status >= 300 && status < 400 && !takesRedirects) {
        answer.destroy()
        return reject(new Error(`it answered ${status}, and a redirect is not followed`))
      }
      const hasBody = ![101, 204, 205, 304].includes(status)
      if (!hasBody) answer.resume()
      resolve(
        new Response(hasBody ? (Readable.toWeb(answer) as ReadableStream) : null, {
          status,
          headers: headersOf(answer),
        }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function headersOf({ headers }: http.IncomingMessage): Headers {
  const told = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const each of [value ?? []].flat()) told.append(name, each)
  }
  return told
}
