import type { Json } from './canonical.ts'

/** Acts that need an assertion of the person's own passkey; a token, an API key or a session alone is not enough. */
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
 * Acts that undo or prevent restrictive effects, and restricting in turn the colleague who restricted the signer.
 * Twin of may_sign_while_restricted in SQL.
 */
export const RESTRICTED_MAY_SIGN: readonly Act[] = ['freeze_extend', 'restore_second', 'staff_restrict']

/** The content of one signature. */
export interface Signable {
  /** The id of the enforcement, change, freeze, set, case, person or list of passkeys. */
  about: string
  /** The act in the form that programs compare: any change makes it another act. It holds no staff identifier. */
  core: Readonly<Record<string, Json>>
  /** The same act as the screen shows it. */
  asShown: Readonly<Record<string, Json>>
}

/** The answer of a person's browser, each field base64url: the signing, the passkey and the assertion. */
export interface GivenSignature {
  signingId: string
  credentialId: string
  clientDataJSON: string
  authenticatorData: string
  signature: string
}
