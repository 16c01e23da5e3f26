/** The largest difference between a call's time and the platform's, in either direction. */
export const TOLERANCE_MS = 5 * 60_000
const SECRET_BYTES_MIN = 24
const SIGNATURES_MAX = 16
const CALL_ID_CHARS_MAX = 256

export type CallHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

export interface SignedCall {
  headers: CallHeaders
  /** The body exactly as it arrived: the signature is over these bytes. */
  body: string
}

/** The caller, once the call's signature is verified. A replay is refused until `forgetAtMs`. */
export interface VerifiedCall {
  id: string
  forgetAtMs: number
}

export type Verification = { call: VerifiedCall } | { problem: string }

/**
 * Creates the check of Standard Webhooks signatures. Any of the secrets may have signed, so that a secret can be
 * rotated.
 */
export function createVerifier(secrets: readonly string[]): (call: SignedCall, nowMs: number) => Promise<Verification> {
  if (secrets.length === 0) throw new Error('A platform needs at least one secret.')
  // The secrets are checked here, so that a bad one prevents the start and not only the first call.
  const rawKeys = secrets.map(decodeSecret)
  let keys: ReturnType<typeof importKeys> | undefined
  return async ({ headers, body }, nowMs) => {
    const id = readHeader(headers, 'webhook-id')
    const timestamp = readHeader(headers, 'webhook-timestamp')
    const signatures = readHeader(headers, 'webhook-signature')
    if (!id || !timestamp || !signatures) return { problem: 'A webhook header is missing.' }
    if (id.length > CALL_ID_CHARS_MAX) return { problem: 'The webhook-id is too long.' }
    if (!/^\d{1,12}$/.test(timestamp)) return { problem: 'The webhook-timestamp is not a whole number of seconds.' }
    const atMs = Number(timestamp) * 1000
    if (Math.abs(nowMs - atMs) > TOLERANCE_MS)
      return { problem: "The webhook-timestamp is too far from this platform's clock." }
    keys ??= importKeys(rawKeys)
    const good = await isSignedByAny(await keys, signatures, `${id}.${timestamp}.${body}`)
    return good ? { call: { id, forgetAtMs: atMs + TOLERANCE_MS } } : { problem: 'No signature matches.' }
  }
}

type Keys = Awaited<ReturnType<typeof importKeys>>

async function isSignedByAny(keys: Keys, signatures: string, text: string): Promise<boolean> {
  const signed = new TextEncoder().encode(text)
  for (const versioned of signatures.split(' ').slice(0, SIGNATURES_MAX)) {
    const [version, encoded] = versioned.split(',')
    const signature = version === 'v1' && encoded ? decodeBase64(encoded) : undefined
    if (!signature) continue
    for (const key of keys) {
      // `verify` compares in constant time; comparing texts here would tell a forger how much of a guess was right.
      if (await crypto.subtle.verify('HMAC', key, signature, signed)) return true
    }
  }
  return false
}

function importKeys(rawKeys: readonly Uint8Array<ArrayBuffer>[]) {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  return Promise.all(rawKeys.map((raw) => crypto.subtle.importKey('raw', raw, algorithm, false, ['verify'])))
}

function decodeSecret(secret: string): Uint8Array<ArrayBuffer> {
  const raw = secret.startsWith('whsec_') ? decodeBase64(secret.slice('whsec_'.length)) : undefined
  if (!raw || raw.length < SECRET_BYTES_MIN) {
    throw new Error(`A secret is "whsec_" and at least ${SECRET_BYTES_MIN} bytes in base64.`)
  }
  return raw
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  } catch {
    return undefined // The signature is no base64, so it is invalid.
  }
}

function readHeader(headers: CallHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined
  const key = name in headers ? name : Object.keys(headers).find((given) => given.toLowerCase() === name)
  const value = key === undefined ? undefined : headers[key]
  return typeof value === 'string' ? value : value?.join(' ')
}
