import { Type } from 'typebox'
import { Timestamp } from '../../foundation/schemas/schemas.ts'
import { fingerprintOf, type Passkey } from './queries.ts'

/** A passkey in an answer, without anything that could sign. */
export const PasskeyReply = Type.Object({
  credentialId: Type.String(),
  label: Type.String(),
  fingerprint: Type.String(),
  backedUp: Type.Boolean({ description: 'True when its provider copies it to other devices of the owner.' }),
  addedAt: Timestamp,
  countsFrom: Timestamp,
})

export const toPasskeyReply = ({ id, label, publicKey, backedUp, addedAt, countsFrom }: Passkey) => ({
  credentialId: id,
  ...{ label, backedUp },
  fingerprint: fingerprintOf(publicKey),
  addedAt,
  countsFrom,
})
