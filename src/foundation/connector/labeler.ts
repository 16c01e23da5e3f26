import type { LabeledAction } from '../atproto/label-value.ts'

/** The moderation service that this desk is in the AT Protocol, for one of its platforms. */
export interface Labeler {
  /** The platform whose accounts and records it hears of. */
  platform: string
  /** The DID of the service. */
  did: string
  /** The private key of the service: 64 hex digits, of secp256k1, or of P-256 with `p256:` before them. */
  signingKey: string
  /** The API key to which reports belong. Its scopes and its revocation count for each report. */
  keyId: string
  /** The actions that a label of their name carries out. Left out: none. */
  actions?: readonly LabeledAction[]
  /** The directory of did:plc. */
  plc: string
  allowPrivate: readonly string[]
}
