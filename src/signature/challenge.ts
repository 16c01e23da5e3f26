import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '../lib/canonical.ts'
import type { Act, Signable } from './acts.ts'

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
