import { P256Keypair, Secp256k1Keypair } from '@atproto/crypto'

/** The sign before a private key of P-256. A key without it is one of secp256k1. */
const P256 = 'p256:'
const HEX = /^[0-9a-f]{64}$/
/** The orders of the groups (SEC 2, 2.4.1 and 2.4.2). A private key is at least 1 and less than this. */
const ORDERS = {
  secp256k1: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
  p256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
}

/** True for the private key of a labeler: 64 hex digits, with `p256:` before those of P-256. */
export function isLabelKey(text: string): boolean {
  const { curve, hex } = readKey(text)
  const key = HEX.test(hex) ? BigInt(`0x${hex}`) : 0n
  return key > 0n && key < ORDERS[curve]
}

/** Opens the private key of a labeler. */
export function openLabelKey(text: string): Promise<Secp256k1Keypair | P256Keypair> {
  const { curve, hex } = readKey(text)
  return curve === 'p256' ? P256Keypair.import(hex) : Secp256k1Keypair.import(hex)
}

const readKey = (text: string): { curve: keyof typeof ORDERS; hex: string } =>
  text.startsWith(P256) ? { curve: 'p256', hex: text.slice(P256.length) } : { curve: 'secp256k1', hex: text }
