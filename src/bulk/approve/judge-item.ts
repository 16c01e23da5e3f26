import type { Tx } from '../../foundation/database/db.ts'
import { readProposal } from '../../enforcement/propose/propose.ts'
import type { Desk } from '../../policy/desk.ts'
import { checkItemType } from '../../review/decide/plan-own-action.ts'
import type { Asked } from '../../enforcement/facts/read-platform.ts'
import type { Intent, Proposal } from '../../enforcement/propose/intent.ts'
import { isDemanding, judge } from '../../policy/guards/judge.ts'
import type { BulkAction } from '../actions/bulk-action-queries.ts'

/**
 * Returns the intended enforcement of one subject, with the proposer's facts at the time of the bulk action's proposal.
 */
export function intentOf(
  { id: bulkActionId, action, ownAction, label, durationMs, policyId, proposedBy, actorFacts }: BulkAction,
  { subject, accountId }: { subject: string; accountId: string | null },
  asked: Asked,
): Extract<Intent, { kind: 'bulk_item' }> {
  const by = { kind: 'staff', id: proposedBy } as const
  return {
    kind: 'bulk_item',
    bulkActionId,
    subject,
    accountId,
    action,
    ownAction,
    label,
    durationMs,
    policyId,
    by,
    asked,
    actorFacts,
  }
}

/** Reads the facts of one subject, and refuses an action of one's own that does not apply to its item type. */
export async function readItemProposal(desk: Desk, tx: Tx, intent: Intent): Promise<Proposal> {
  const proposal = await readProposal(desk, tx, intent)
  checkItemType(desk.policies, { ...intent, field: 'enforcement' }, proposal.judgedBy)
  return proposal
}

/**
 * True when the guards require approvals, a hold or a confirmation for this subject. The same guards judge each
 * enforcement again.
 */
export function isGuardedItem({ intent, guards, judgedBy }: Proposal): boolean {
  return isDemanding(judge(guards.guards, intent.action, judgedBy).requirement)
}
