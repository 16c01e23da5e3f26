import type { Json } from './canonical.ts'
import type { Message } from './messages/message.ts'

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
 * Acts that undo or prevent restrictive effects, and restricting in turn the colleague who restricted the signer. A
 * person whose rights are restricted may still sign them. Twin of may_sign_while_restricted in SQL.
 */
export const RESTRICTED_MAY_SIGN: readonly Act[] = ['freeze_extend', 'restore_second', 'staff_restrict']

/** The content that one signature covers. */
export interface Signable {
  /** The id of the enforcement, change, freeze, bulk restore, case, person or key list that the act concerns. */
  about: string
  /** The act as canonical text, so that any change of it makes another act. It holds no staff identifier. */
  core: Readonly<Record<string, Json>>
  /** The act as text and values that the person saw before signing. */
  asShown: Shown
}

/** The values that a person is shown before signing. A message among them is rendered in the language of the signer. */
export type Shown = Readonly<Record<string, Json | Message>>

/**
 * A signed act as the person's browser sends it: the id of the prepared text, the passkey and its assertion. Each field
 * is base64url.
 */
export interface GivenSignature {
  signingId: string
  credentialId: string
  clientDataJSON: string
  authenticatorData: string
  signature: string
}
