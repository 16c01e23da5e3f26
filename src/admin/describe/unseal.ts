import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import type { Actor, StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { refuseGone } from '../../people/staff/standing.ts'
import type { Change } from '../change/change-queries.ts'

/** Records that two people agreed to show whose name a pseudonym stands for, and alerts that person. */
export function queueUnsealedEntry(tx: Tx, { id: changeId, body }: Change, by: Actor): void {
  const staffId = String(JSON.parse(body).staffId)
  queueEntry(tx, { kind: 'name_unsealed', staffId, changeId, by })
  const why = message('alert.unsealed', { changeId })
  queueAlert(tx, { kind: 'change', to: { staff: staffId }, why })
}

interface UnsealedName {
  staffId: string
  pseudonym: string
  name: string
}

/**
 * Reads the name that a change revealed: for the person who proposed it, within a day of the agreement. Each reading is
 * a ledger entry in the same transaction, so no name is read unrecorded.
 */
export async function readUnsealed(
  db: Pool,
  { changeId, by }: { changeId: string; by: StaffCaller },
): Promise<UnsealedName> {
  return inTransaction(db, async (tx) => {
    await refuseGone(tx, { kind: 'staff', id: by.id })
    const unsealed = await tx.find<UnsealedName>(sql`
      select id as "staffId", pseudonym, name from revealed_name(${changeId}, ${by.id})`)
    if (unsealed === undefined) {
      throw new DeskError('not_found', message('change.noName'))
    }
    queueEntry(tx, { kind: 'name_read', staffId: unsealed.staffId, changeId, by: { kind: 'staff', id: by.id } })
    return unsealed
  })
}
