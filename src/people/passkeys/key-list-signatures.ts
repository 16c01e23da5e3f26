import { createHash } from 'node:crypto'
import type { Assertion, KeyList } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { findKeyList } from './key-list.ts'

/**
 * Lists the signatures of a key list in the form that platforms check: one per person of the previous list. It excludes
 * people who have ended or were restricted since, and removed passkeys, because a platform cannot know either.
 */
export async function listKeyListSignatures(db: Queryable, version: number): Promise<Assertion[]> {
  const before = await findKeyList(db, version - 1)
  if (version < 2 || before === undefined) return []
  const { keys }: KeyList = JSON.parse(before.body)
  const about = `keys:${version}`
  const { rows } = await db.query<Record<'credentialId' | 'core' | 'asShown', string> & Record<Bytes, Buffer>>(sql`
    select distinct on (signature.staff_id) credential_id as "credentialId", core, as_shown as "asShown",
      client_data as "clientData", authenticator_data as "authenticatorData", signature
    from signature join passkey on passkey.id = credential_id and passkey.removed_at is null
    cross join lateral staff_standing(signature.staff_id) standing
    where act = 'keys' and about = ${about} and standing.active and not standing.restricted
      and credential_id = any(${keys.map(({ credentialId }) => credentialId)})
    order by signature.staff_id, signed_at`)
  return rows.map(({ credentialId, core, asShown, clientData, authenticatorData, signature }) => ({
    core,
    asShown,
    keyRef: createHash('sha256').update(`${about}.${credentialId}`).digest('base64url'),
    clientDataJSON: clientData.toString('base64url'),
    authenticatorData: authenticatorData.toString('base64url'),
    signature: signature.toString('base64url'),
  }))
}

type Bytes = 'clientData' | 'authenticatorData' | 'signature'
