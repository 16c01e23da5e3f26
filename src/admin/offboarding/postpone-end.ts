import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { lockRemovals } from '../../people/staff/removal-limit.ts'
import { refuseGone } from '../../people/staff/standing.ts'

/** Postpones an announced end by a week, once, at a lead's request. A lead can't postpone their own. */
export async function postponeEnd(
  desk: Pick<Desk, 'db'>,
  { staffId, by }: { staffId: string; by: StaffCaller },
): Promise<Date> {
  if (by.id === staffId) throw new DeskError('not_allowed', message('offboarding.ownPostpone'))
  return inTransaction(desk.db, async (tx) => {
    await lockRemovals(tx)
    const actor = { kind: 'staff', id: by.id } as const
    await refuseGone(tx, actor)
    const endsAt = await tx.findValue<Date | null>(sql`select postpone_departure(${staffId}, ${by.id}) as "endsAt"`)
    if (!endsAt) {
      throw new DeskError('conflict', message('offboarding.notPostponed'))
    }
    queueEntry(tx, { kind: 'staff_end_moved', staffId, endsAt: endsAt.toISOString(), by: actor })
    const why = message('alert.left.postponed', { by: by.pseudonym, who: staffId, endsAt })
    for (const role of ['lead', 'admin'] as const) queueAlert(tx, { kind: 'left', to: { role }, why })
    return endsAt
  })
}
