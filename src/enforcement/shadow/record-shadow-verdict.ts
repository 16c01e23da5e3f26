import { type Agreeing, isMet, type Requirement } from '../../policy/requirements/requirement.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'

/**
 * Records for an enforcement in shadow mode whether the people on duty could have approved it, which is unknown later.
 */
export async function recordShadowVerdict(tx: Tx, enforcementId: string, { approvals }: Requirement): Promise<void> {
  if (approvals.length === 0) return
  const { rows } = await tx.query<Agreeing>(prepared('could-have-agreed')`
    select staff_id as "staffId", roles, team, employer from list_possible_approvers(${enforcementId})`)
  tx.queue(prepared('insert-shadow-enforcement')`
    insert into shadow_enforcement (enforcement_id, could_agree, on_duty) values (${enforcementId}, ${isMet(approvals, rows)}, ${rows.length})`)
}
