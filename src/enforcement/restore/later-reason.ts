import sql from 'sql-template-tag'
import { inTransaction } from '../../foundation/database/db.ts'
import { type StaffCaller, staffKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { readEnforcement } from '../queries.ts'

/**
 * Records the reason of a person who stopped or restored an enforcement without one. Each person gives it once, and it
 * changes nothing else.
 */
export async function giveLaterReason(
  desk: Pick<Desk, 'restoreDb'>,
  { enforcementId, by, reason }: { enforcementId: string; by: StaffCaller; reason: string },
): Promise<void> {
  await inTransaction(desk.restoreDb, async (tx) => {
    const { subject } = await readEnforcement(tx, enforcementId)
    const { acted, explained } = await tx.only<{ acted: boolean; explained: boolean }>(sql`
      select exists (select from enforcement_move where enforcement_id = ${enforcementId} and by = ${staffKey(by.id)}
          and to_state in ('stopped', 'restoring'))
        or exists (select from restore_ask where enforcement_id = ${enforcementId} and staff_id = ${by.id}) as acted,
        has_undo_reason(${enforcementId}, ${by.id}) as explained`)
    if (!acted) throw new DeskError('not_allowed', message('restore.notYours', { enforcementId }))
    if (explained) throw new DeskError('conflict', message('restore.reasonGiven', { enforcementId }))
    const { rowCount } = await tx.query(sql`
      insert into later_reason (enforcement_id, staff_id, reason) values (${enforcementId}, ${by.id}, ${reason})
      on conflict do nothing`)
    if (rowCount === 0) throw new DeskError('conflict', message('restore.reasonGiven', { enforcementId }))
    queueEntry(tx, { kind: 'undo_reason_given', reason, by: { kind: 'staff', id: by.id }, subject, enforcementId })
  })
}
