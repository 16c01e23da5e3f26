import { isIP } from 'node:net'
import { parseDatabaseAddress } from '../database/servers/database-address.ts'

/** The length of a webhook secret: Standard Webhooks requires at least 24 bytes, which are 32 characters of base64. */
const WEBHOOK_SECRET = /^whsec_[A-Za-z0-9+/]{32,}={0,2}$/

export const AN_ORIGIN =
  'https and a name, such as https://desk.example, or http://localhost and a port, without anything behind it'
export const A_SIGNING_KEY = 'a private Ed25519 key as a JWK, with kty, crv, d and x'

/** Checks the form of a key; its first use shows whether it can sign. */
export function parsePrivateJwk(text: string): string | undefined {
  try {
    const { kty, crv, d, x } = JSON.parse(text)
    return kty === 'OKP' && crv === 'Ed25519' && typeof d === 'string' && typeof x === 'string' ? text : undefined
  } catch {
    return undefined
  }
}

export const A_MAIL_SERVER = 'an address such as smtps://user:password@mail.example:465'
export const A_KEY = '32 bytes in base64'

export function parseSmtpUrl(text: string): string | undefined {
  const url = URL.parse(text)
  return url && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname ? text : undefined
}

export const parseSender = (text: string): string | undefined =>
  /^[^\s@<>"]+@[A-Za-z0-9.-]+$/.test(text) ? text : undefined
/** Its first part is short enough to take the part of a letter, within the 64 characters of RFC 5321. */
export const parseReturns = (text: string): string | undefined =>
  /^[A-Za-z0-9._-]{1,20}@[A-Za-z0-9.-]+$/.test(text) ? text : undefined
export const parseKey = (text: string): string | undefined => (/^[A-Za-z0-9+/]{43}=$/.test(text) ? text : undefined)

export const A_SECRET = 'whsec_ and at least 24 bytes in base64'
export const A_DATABASE =
  'an address such as postgres://user:password@host:5432/countersign, with commas between several hosts; target_session_attrs may be read-write or primary'

export const parseDatabaseUrl = (text: string): string | undefined =>
  parseDatabaseAddress(text) === undefined ? undefined : text

export function parseHttpUrl(text: string): string | undefined {
  const url = URL.parse(text)
  return url && ['http:', 'https:'].includes(url.protocol) && !url.username && !url.password ? text : undefined
}

/** Accepts an identity provider without TLS only on this machine: its answers identify people. */
export function parseIssuer(text: string): string | undefined {
  const url = URL.parse(text)
  if (!url || url.username || url.password || url.search || url.hash) return undefined
  const isHere = url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname)
  return url.protocol === 'https:' || isHere ? text : undefined
}

export const parseSecret = (text: string): string | undefined => (WEBHOOK_SECRET.test(text) ? text : undefined)

export const A_BEARER = 'at least 32 letters, digits and characters of -._~+/='
/** Accepts a token of RFC 6750 that is too long to be guessed. */
export const parseBearer = (text: string): string | undefined =>
  /^[A-Za-z0-9\-._~+/=]{32,500}$/.test(text) ? text : undefined

export const A_HOST = 'an address of this machine such as 127.0.0.1, 0.0.0.0 or ::1, or localhost'
export const parseHost = (text: string): string | undefined =>
  text === 'localhost' || isIP(text) !== 0 ? text : undefined

const PORT_MAX = 65_535
export const A_PORT = `a whole number from 0 to ${PORT_MAX}`
/** Parses a port, from 0 (any free one). */
export const parsePort = (text: string): number | undefined =>
  /^\d{1,5}$/.test(text) && Number(text) <= PORT_MAX ? Number(text) : undefined

/** Returns a parser of whole numbers within bounds. */
export const parseCount =
  (min: number, max: number) =>
  (text: string): number | undefined =>
    /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max ? Number(text) : undefined

/** The methods of client authentication at a token endpoint (OpenID Connect Core, section 9) that the desk supports. */
export const CLIENT_AUTHS = ['client_secret_basic', 'client_secret_post'] as const
export type ClientAuth = (typeof CLIENT_AUTHS)[number]
export const parseClientAuth = (text: string): ClientAuth | undefined => CLIENT_AUTHS.find((auth) => auth === text)
