import sql from 'sql-template-tag'
import type { Actor } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { only, type Tx } from '../../foundation/database/db.ts'
import type { Change } from '../change/change-queries.ts'

/** Records where effects go from now on. */
export async function noteConnector(tx: Tx, { id: changeId, body }: Change, by: Actor): Promise<void> {
  const { address, secretFingerprint } = JSON.parse(body)
  const { rows } = await tx.query<{ id: number }>(sql`select id from connector_pin where change_id = ${changeId}`)
  queueEntry(tx, { kind: 'connector_pinned', pinId: only(rows).id, address, secretFingerprint, changeId, by })
}
