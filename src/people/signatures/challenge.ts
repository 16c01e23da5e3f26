import { createHash, randomBytes } from 'node:crypto'
import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import type { Act, Signable } from '../../foundation/acts.ts'

const NONCE_BYTES = 32
/**
 * The time within which a prepared text must be signed: enough to read it, find the key and touch it. PostgreSQL
 * enforces it too.
 */
const SIGNED_WITHIN_MS = 300_000

export const freshNonce = (): string => randomBytes(NONCE_BYTES).toString('base64url')

/** The options for navigator.credentials.get, as JSON. `Key` is the form in which a passkey is named there. */
export interface AssertionRequest<Key> {
  challenge: string
  rpId: string
  timeout: number
  userVerification: 'required'
  allowCredentials: Key[]
}

/** Returns the WebAuthn request for these passkeys, with user verification. */
export const requestAssertion = <Key>(challenge: string, rpId: string, keys: Key[]): AssertionRequest<Key> => ({
  challenge,
  rpId,
  timeout: SIGNED_WITHIN_MS,
  userVerification: 'required',
  allowCredentials: keys,
})

/**
 * Returns the challenge that a passkey signs: SHA-256, in base64url, of both blocks as canonical JSON. The blocks are
 * passed as stored, so the stored text is the signed one.
 */
export const challengeOf = (core: string, asShown: string): string =>
  createHash('sha256').update(`{"asShown":${asShown},"core":${core}}`).digest('base64url')

/** Returns a one-time identifier of the signer: outsiders cannot link two signatures to one person, or to a name. */
export const approverOf = (about: string, staffId: string, nonce: string): string =>
  createHash('sha256').update(`${about}:${staffId}:${nonce}`).digest('base64url')

/** Returns the core that a person signs, as canonical JSON. The server generates a fresh `nonce`. */
export const coreOf = (act: Act, { about, core }: Signable, staffId: string, nonce: string): string =>
  canonicalJson({ ...core, act, approver: approverOf(about, staffId, nonce), nonce } as Json)
