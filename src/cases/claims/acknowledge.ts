import sql from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'

/**
 * Records that the holder acknowledged the escalation of a locked case, and restores the due time from before the
 * escalation. Only the first acknowledgement counts.
 */
export async function acknowledgeEscalation(tx: Tx, caseId: string, escalationId: string): Promise<void> {
  const home = await tx.find<Home>(sql`
    update case_escalation set acknowledged_at = desk_now()
    where decision_id = ${escalationId} and acknowledged_at is null
    returning acknowledge_by as "acknowledgeBy", home_due_at as "dueAt", home_missed_due_at as "missedDueAt"`)
  if (home === undefined) return
  // Reports since the escalation may have made the case due earlier than either time.
  await tx.query(sql`
    update review_case set missed_due_at = ${home.missedDueAt},
      due_at = case when due_at < ${home.acknowledgeBy} then least(due_at, ${home.dueAt}) else ${home.dueAt} end
    where id = ${caseId}`)
}

interface Home {
  acknowledgeBy: Date
  dueAt: Date
  missedDueAt: Date | null
}
