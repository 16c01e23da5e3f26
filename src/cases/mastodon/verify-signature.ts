import { createHmac, timingSafeEqual } from 'node:crypto'

const SIGNATURE = /^sha256=([0-9a-f]{64})$/i

/**
 * True when one of the secrets signed exactly these bytes (X-Hub-Signature of WebSub, with SHA-256). It compares in
 * constant time and tries every secret, so the time tells nothing about them.
 */
export function isSigned(body: Buffer, header: string | undefined, secrets: readonly string[]): boolean {
  const [, hex] = SIGNATURE.exec(header ?? '') ?? []
  if (hex === undefined) return false
  const given = Buffer.from(hex, 'hex')
  return secrets
    .map((secret) => timingSafeEqual(createHmac('sha256', secret).update(body).digest(), given))
    .includes(true)
}
