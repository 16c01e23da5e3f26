import sql from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'

/**
 * Notes that somebody took on what they were asked about a case that they hold and have locked. From now on it is due when
 * it was before; only the first of them counts.
 */
export async function acknowledgeEscalation(tx: Tx, caseId: string, escalationId: string): Promise<void> {
  const { rows } = await tx.query<Home>(sql`
    update case_escalation set acknowledged_at = desk_now()
    where decision_id = ${escalationId} and acknowledged_at is null
    returning acknowledge_by as "acknowledgeBy", home_due_at as "dueAt", home_missed_due_at as "missedDueAt"`)
  const [home] = rows
  if (home === undefined) return
  // What reports brought meanwhile may be due sooner than both.
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
