import { isLoopback } from '../outgoing/guarded-fetch.ts'
import type { EnvironmentReader } from './environment.ts'
import { parseCount, parseHttpUrl } from './setting-values.ts'

/** The DSA Transparency Database to which statements of reasons are sent. */
export interface DsaDatabase {
  /** The address of its server, such as https://transparency.dsa.ec.europa.eu. */
  url: string
  token: string
  /** The most calls that one process begins within a second. The server allows 200. */
  callsASecond: number
  /** COUNTERSIGN_ALLOW_PRIVATE: private addresses and ranges that may be reached. */
  allowPrivate: readonly string[]
}

const CALLS_A_SECOND = 10
/** Below the limit of the server, which counts all processes together. */
const CALLS_A_SECOND_MAX = 190

/** Reads where statements are sent: address and token, or neither. */
export function readDsaDatabase(
  { read, readSecret, readRanges, check }: EnvironmentReader,
  problems: string[],
): DsaDatabase | undefined {
  const [urlName, tokenName, paceName] = ['COUNTERSIGN_DSA_URL', 'COUNTERSIGN_DSA_TOKEN', 'COUNTERSIGN_DSA_PACE']
  const [urlText, token] = [read(urlName), readSecret(tokenName)]
  const url = check(urlName, urlText, parseServer, 'an https address such as https://transparency.dsa.ec.europa.eu')
  const pace = parseCount(1, CALLS_A_SECOND_MAX)
  const callsASecond = check(paceName, read(paceName), pace, `a whole number from 1 to ${CALLS_A_SECOND_MAX}`)
  if (urlText && !token) problems.push(`${tokenName} is missing, and ${urlName} is set.`)
  if (token && !urlText) problems.push(`${urlName} is missing, and ${tokenName} is set.`)
  if (token && !TOKEN.test(token)) problems.push(`${tokenName} must have no spaces and no line breaks.`)
  if (!url || !token) return undefined
  const allowPrivate = readRanges('COUNTERSIGN_ALLOW_PRIVATE')
  return { url, token, callsASecond: callsASecond ?? CALLS_A_SECOND, allowPrivate }
}

/** A header can carry it. */
const TOKEN = /^[\x21-\x7e]{1,1000}$/

/** The token goes with each call, so only a server on this machine may be called without encryption. */
function parseServer(text: string): string | undefined {
  const url = parseHttpUrl(text)
  if (url === undefined) return undefined
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || isLoopback(hostname.replace(/^\[|\]$/g, '')) ? url : undefined
}
