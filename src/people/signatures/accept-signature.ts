import type { Desk } from '../../policy/desk.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { signatureHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { updatePasskeyUse } from '../passkeys/queries.ts'
import { type AssertionRefusal, verifyAssertion } from '../passkeys/verify-assertion.ts'
import { alertCopiedPasskey } from '../sessions/sign-in.ts'
import type { Act, GivenSignature, Signable } from '../../foundation/acts.ts'
import { challengeOf, coreOf } from './challenge.ts'
import { refuseBarredSigner } from './may-sign.ts'
import { type Answered, findAnswered, queueSignature, type StoredSignature } from './queries.ts'

/** A verified assertion that is not yet stored with its act. */
export interface Signed extends StoredSignature {
  counter: number
  backedUp: boolean
}

/** The reasons why a signature is refused; `signature.REASON` is the text to its signer. */
type SignatureRefusal = AssertionRefusal | 'unsigned' | 'unknown' | 'other' | 'expired' | 'used' | KeyRefusal
type KeyRefusal = 'no_key' | 'removed' | 'too_new'

export interface SignatureRequest {
  act: Act
  /** The object that must have been signed. Undefined: any object for which the text was prepared. */
  about: string | undefined
  by: { id: string }
  /** The signature in the request. Undefined: the request has none. */
  signature: GivenSignature | undefined
}

/**
 * Verifies an assertion over a text that was prepared for this person and act, outside any transaction.
 * `insertSignature` checks expiry and removal again.
 */
export async function readSignature(
  db: Pool,
  { relyingParty }: Pick<Desk, 'relyingParty'>,
  { act, about, by, signature }: SignatureRequest,
): Promise<Signed> {
  if (signature === undefined) throw refusal('unsigned')
  const { signingId, ...response } = signature
  const { credentialId } = response
  const found = await findAnswered(db, { signingId, staffId: by.id, credentialId })
  if (found === undefined) throw refusal('unknown')
  if (found.act !== act || found.about !== (about ?? found.about)) throw refusal('other')
  const why = refuseByRows(found)
  if (why !== undefined) throw refusal(why)
  const { publicKey, counter, backupEligible } = found
  const challenge = challengeOf(found.core, found.asShown)
  const verdict = await verifyAssertion(
    { id: credentialId, publicKey, counter, backupEligible },
    { ...relyingParty, challenge, response },
  )
  if (!verdict.verified) {
    // The alert is stored in a transaction of its own, so that the refusal does not roll it back.
    if (verdict.why === 'counter')
      await inTransaction(db, (tx) => alertCopiedPasskey(tx, { id: credentialId, staffId: by.id }))
    throw refusal(verdict.why)
  }
  return {
    ...{
      id: found.id,
      staffId: found.staffId,
      act,
      about: found.about,
      core: found.core,
      asShown: found.asShown,
      credentialId,
    },
    clientData: Buffer.from(response.clientDataJSON, 'base64url'),
    authenticatorData: Buffer.from(response.authenticatorData, 'base64url'),
    signature: Buffer.from(response.signature, 'base64url'),
    counter: verdict.counter,
    backedUp: verdict.backedUp,
  }
}

/**
 * Returns the reason why a verified signature no longer counts: the caller has waited for locks since it was verified.
 */
async function findPresentRefusal(
  tx: Tx,
  { id, staffId, credentialId }: Signed,
): Promise<SignatureRefusal | undefined> {
  const found = await findAnswered(tx, { signingId: id, staffId, credentialId })
  if (found === undefined) return 'unknown'
  return found.used ? 'used' : refuseByRows(found)
}

function refuseByRows({ expired, credentialId, removed, counts }: Answered): SignatureRefusal | undefined {
  if (expired) return 'expired'
  if (credentialId === null) return 'no_key'
  if (removed) return 'removed'
  return counts ? undefined : 'too_new'
}

const refusal = (why: SignatureRefusal): DeskError => new DeskError('not_allowed', message(`signature.${why}`), { why })

/**
 * Stores a verified signature and its ledger entry in the transaction of its act, if the signed core still describes
 * that act. The shown part may have changed slightly since; the compared core may not.
 */
export async function insertSignature(tx: Tx, signed: Signed, now: Signable): Promise<void> {
  const why = await findPresentRefusal(tx, signed)
  if (why !== undefined) throw refusal(why)
  await refuseBarredSigner(tx, signed.act, signed.staffId)
  const nonce = String(JSON.parse(signed.core).nonce)
  if (coreOf(signed.act, now, signed.staffId, nonce) !== signed.core) {
    throw new DeskError('conflict', message('signature.changed'), {
      why: 'changed',
    })
  }
  queueSignature(tx, signed)
  const { id: signatureId, act, about, staffId } = signed
  queueEntry(tx, {
    kind: 'signed',
    signatureId,
    act,
    about,
    signatureHash: signatureHash(signed),
    by: { kind: 'staff', id: staffId },
  })
  if (!(await updatePasskeyUse(tx, signed.credentialId, signed))) throw refusal('counter')
}
