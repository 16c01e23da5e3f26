import type { Json } from './canonical.ts'

/** What nobody does by a token, a key or a session alone: each takes an assertion of a passkey of theirs. */
export const ACTS = [
  'agree',
  'confirm',
  'resume',
  'reinstate',
  'change_agree',
  'freeze_extend',
  'restore_second',
  'exception_agree',
  'keys',
  'bulk_action_agree',
  'staff_end',
  'staff_restrict',
  'staff_rights',
  'propose',
] as const
export type Act = (typeof ACTS)[number]

/**
 * Acts that undo or prevent restrictive effects, and restricting back whoever restricted the signer.
 * Twin of signs_though_restricted in SQL.
 */
export const RESTRICTED_MAY_SIGN: readonly Act[] = ['freeze_extend', 'restore_second', 'staff_restrict']

/** What a yes is a yes to. */
export interface Signable {
  /** The enforcement, change, freeze, set, case, person or list of keys. */
  about: string
  /** What would be done, as programs compare it: nothing of it can change without it being another. No staff identifier. */
  core: Readonly<Record<string, Json>>
  /** The same as it stands on the screen. */
  asShown: Readonly<Record<string, Json>>
}

/** What a person's browser answers, each base64url: for which signing, by which key, and the assertion. */
export interface GivenSignature {
  signingId: string
  credentialId: string
  clientDataJSON: string
  authenticatorData: string
  signature: string
}
