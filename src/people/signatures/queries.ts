import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { Act } from '../../foundation/acts.ts'

/** An act as it was prepared for a person to sign. */
interface Signing {
  id: string
  staffId: string
  act: Act
  about: string
  /** The signed act and the shown values, each as canonical JSON. */
  core: string
  asShown: string
}

export async function insertSigning(db: Queryable, signing: Omit<Signing, 'id'>): Promise<{ id: string; until: Date }> {
  const row = await db.find<{ id: string; until: Date }>(prepared('insert-signing')`
    insert into signing (staff_id, act, about, core, as_shown)
    values (${signing.staffId}, ${signing.act}, ${signing.about}, ${signing.core}, ${signing.asShown})
    returning id, until`)
  if (row === undefined) throw new Error('the insert answered no row')
  return row
}

/**
 * A prepared text with the passkey that signed it; the passkey's members are null if this person has no such passkey.
 */
export interface Answered extends Signing {
  expired: boolean
  used: boolean
  credentialId: string | null
  publicKey: Buffer
  counter: number
  backupEligible: boolean
  removed: boolean
  counts: boolean
}

/** Finds a text prepared for this person, with one of their passkeys. */
export async function findAnswered(
  db: Queryable,
  { signingId, staffId, credentialId }: { signingId: string; staffId: string; credentialId: string },
): Promise<Answered | undefined> {
  return db.find<Answered>(prepared('find-answered')`
    select signing.id, signing.staff_id as "staffId", act, about, core, as_shown as "asShown",
      signing.until <= desk_now() as expired,
      exists (select from signature where signature.id = signing.id) as used,
      passkey.id as "credentialId", public_key as "publicKey", counter, backup_eligible as "backupEligible",
      removed_at is not null as removed, counts_from <= desk_now() as counts
    from signing left join passkey on passkey.id = ${credentialId} and passkey.staff_id = signing.staff_id
    where signing.id = ${signingId} and signing.staff_id = ${staffId}`)
}

/** A signature with its complete assertion. */
export interface StoredSignature extends Signing {
  credentialId: string
  clientData: Buffer
  authenticatorData: Buffer
  signature: Buffer
}

export function queueSignature(tx: Tx, signed: StoredSignature): void {
  tx.queue(prepared('insert-signature')`
    insert into signature (id, staff_id, credential_id, act, about, core, as_shown, client_data, authenticator_data, signature)
    values (${signed.id}, ${signed.staffId}, ${signed.credentialId}, ${signed.act}, ${signed.about}, ${signed.core},
      ${signed.asShown}, ${signed.clientData}, ${signed.authenticatorData}, ${signed.signature})`)
}

/** Deletes prepared texts that expired unsigned, and returns their number. */
export async function deleteLapsed(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(sql`delete from signing where until < desk_now() - interval '1 hour'`)
  return rowCount ?? 0
}
