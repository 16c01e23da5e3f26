import { createHash, randomBytes } from 'node:crypto'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import type { Act, Signable } from '../../foundation/acts.ts'

const NONCE_BYTES = 32
/** How long what was prepared waits to be signed: to read it, find the key, and touch it. PostgreSQL says so too. */
const SIGNED_WITHIN_MS = 300_000

export const freshNonce = (): string => randomBytes(NONCE_BYTES).toString('base64url')

/** For navigator.credentials.get, as JSON; `Key` is how a passkey is named there. */
export interface AssertionRequest<Key> {
  challenge: string
  rpId: string
  timeout: number
  userVerification: 'required'
  allowCredentials: Key[]
}

/** What a browser asks these passkeys to sign, by whoever shows that they are the one. */
export const requestAssertion = <Key>(challenge: string, rpId: string, keys: Key[]): AssertionRequest<Key> => ({
  challenge,
  rpId,
  timeout: SIGNED_WITHIN_MS,
  userVerification: 'required',
  allowCredentials: keys,
})

/**
 * The one thing a passkey signs: SHA-256, in base64url, of both blocks as canonical JSON. The blocks are given as they are
 * kept, so what is kept is what was signed.
 */
export const challengeOf = (core: string, asShown: string): string =>
  createHash('sha256').update(`{"asShown":${asShown},"core":${core}}`).digest('base64url')

/** Who signs, told so that nobody outside can tell that two signatures are one person's, or whose. */
export const approverOf = (about: string, staffId: string, nonce: string): string =>
  createHash('sha256').update(`${about}:${staffId}:${nonce}`).digest('base64url')

/** The core of what somebody signs, as canonical JSON. `nonce` is the server's, and fresh. */
export const coreOf = (act: Act, { about, core }: Signable, staffId: string, nonce: string): string =>
  canonicalJson({ ...core, act, approver: approverOf(about, staffId, nonce), nonce } as Json)
