import { type Bytes, joinBytes } from './bytes.ts'

/** A public key as a JWK: Ed25519, P-256 or RSA. */
export interface PublicKey {
  kty: string
  crv?: string
  x?: string
  y?: string
  n?: string
  e?: string
  kid?: string
}

const ED25519 = { name: 'Ed25519' }
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const RSA = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
/** The least bits of an RSA key; shorter ones can be broken. */
const RSA_BITS_MIN = 2_048
const P256_BYTES = 32

/** Verifies that the key signed the data, in the form of authenticators: ECDSA signatures are DER. Never throws. */
export async function isSignedBy(jwk: PublicKey, signature: Bytes, data: Bytes): Promise<boolean> {
  const algorithm = algorithmOf(jwk)
  const raw = algorithm === P256 ? derToRaw(signature) : signature
  if (algorithm === undefined || raw === undefined) return false
  try {
    const { kty, crv, x, y, n, e } = jwk
    const parts = Object.entries({ kty, crv, x, y, n, e }).filter(([, part]) => part !== undefined)
    const key = await crypto.subtle.importKey('jwk', Object.fromEntries(parts), algorithm, false, ['verify'])
    if (algorithm === RSA && modulusBits(key.algorithm) < RSA_BITS_MIN) return false
    return await crypto.subtle.verify(algorithm, key, raw, data)
  } catch {
    return false // The key is not of the stated kind.
  }
}

function algorithmOf({ kty, crv }: PublicKey) {
  if (kty === 'OKP' && crv === 'Ed25519') return ED25519
  if (kty === 'EC' && crv === 'P-256') return P256
  return kty === 'RSA' ? RSA : undefined
}

const modulusBits = (algorithm: object): number =>
  'modulusLength' in algorithm && typeof algorithm.modulusLength === 'number' ? algorithm.modulusLength : 0

/** Web Crypto wants the two numbers of a P-256 signature side by side, authenticators wrap them in DER. */
function derToRaw(der: Bytes): Bytes | undefined {
  const [tag, length] = der
  if (tag !== 0x30 || length !== der.length - 2) return undefined
  const r = readNumber(der, 2)
  const s = r && readNumber(der, r.end)
  return r && s?.end === der.length ? joinBytes(r.number, s.number) : undefined
}

function readNumber(der: Bytes, at: number): { number: Bytes; end: number } | undefined {
  const length = der[at + 1]
  if (der[at] !== 0x02 || length === undefined || length === 0) return undefined
  const end = at + 2 + length
  if (end > der.length) return undefined
  const written = der.subarray(at + 2, end)
  const digits = written[0] === 0 ? written.subarray(1) : written
  if (digits.length > P256_BYTES) return undefined
  return { number: joinBytes(new Uint8Array(P256_BYTES - digits.length), digits), end }
}
