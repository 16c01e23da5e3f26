import { decodeBase64Url, parseObject, utf8 } from './bytes.ts'
import { isSignedBy, type PublicKey } from './public-key.ts'

/**
 * Reads a compact JWS that one of the keys signed. Only EdDSA with Ed25519 is accepted: the token never chooses the
 * algorithm.
 */
export async function readJws(token: string, keys: readonly PublicKey[]): Promise<Record<string, unknown> | undefined> {
  const [header, payload, signature, more] = token.split('.')
  if (header === undefined || payload === undefined || signature === undefined || more !== undefined) return undefined
  const [head, said, signed] = [decodeBase64Url(header), decodeBase64Url(payload), decodeBase64Url(signature)]
  if (!head || !said || !signed) return undefined
  const { alg, crit } = parseObject(head) ?? {}
  if (alg !== 'EdDSA' || crit !== undefined) return undefined
  const data = utf8(`${header}.${payload}`)
  for (const key of keys) {
    if (key.kty === 'OKP' && (await isSignedBy(key, signed, data))) return parseObject(said)
  }
  return undefined
}
