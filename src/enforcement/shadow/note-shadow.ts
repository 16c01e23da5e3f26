import { type Agreeing, isMet, type Requirement } from '../../policy/requirements/requirement.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'

/** Keeps of an enforcement that is held to nothing whether those on duty could have agreed to it, which nobody can tell later. */
export async function noteShadow(tx: Tx, enforcementId: string, { approvals }: Requirement): Promise<void> {
  if (approvals.length === 0) return
  const { rows } = await tx.query<Agreeing>(prepared('could-have-agreed')`
    select staff_id as "staffId", roles, team, employer from could_have_agreed(${enforcementId})`)
  tx.queue(prepared('insert-shadow-enforcement')`
    insert into shadow_enforcement (enforcement_id, could_agree, on_duty) values (${enforcementId}, ${isMet(approvals, rows)}, ${rows.length})`)
}
