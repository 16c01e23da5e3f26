import sql from 'sql-template-tag'
import { toApproval } from '../../src/enforcement/effect/drive/find-grounds.ts'
import type { EnforcementSignature } from '../../src/enforcement/effect/queries.ts'
import type { EffectGrounds } from '../../src/foundation/connector/effect-signer.ts'
import type { Queryable } from '../../src/foundation/database/db.ts'

type Pinned = { desk: { db: Queryable } }

/**
 * True when the desk has recorded that the platform holds the enforcement: from then on the time to confirm starts at
 * the hold's end.
 */
export async function isHeld({ desk: { db } }: Pinned, enforcementId: string): Promise<boolean> {
  const held = await db.query(
    sql`select from enforcement where id = ${enforcementId} and platform_held_until is not null`,
  )
  return held.rowCount === 1
}

/** Reads the approvals of an enforcement from the rows, in the form in which the desk sends them. */
export async function readApprovals({ desk }: Pinned, enforcementId: string): Promise<EffectGrounds['approvals']> {
  const { rows } = await desk.db.query<EnforcementSignature>(sql`
    select about, credential_id as "credentialId", core, as_shown as "asShown", client_data as "clientData",
      authenticator_data as "authenticatorData", signature
    from signature where about = ${enforcementId} and act in ('agree', 'propose') order by act`)
  return rows.map(toApproval)
}
