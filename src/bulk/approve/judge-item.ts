import type { Asked } from '../../enforcement/facts/read-platform.ts'
import type { Intent, Proposal } from '../../enforcement/propose/intent.ts'
import { isDemanding, judge } from '../../policy/guards/judge.ts'
import type { BulkAction } from '../actions/bulk-action-queries.ts'

/**
 * Returns the intended enforcement of one subject, with the proposer's facts at the time of the bulk action's proposal.
 */
export function intentOf(
  { id: bulkActionId, action, label, durationMs, policyId, proposedBy, actorFacts }: BulkAction,
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
    label,
    durationMs,
    policyId,
    by,
    asked,
    actorFacts,
  }
}

/**
 * True when the guards require approvals, a hold or a confirmation for this subject. The same guards judge each
 * enforcement again.
 */
export function isGuardedItem({ intent, guards, judgedBy }: Proposal): boolean {
  return isDemanding(judge(guards.guards, intent.action, judgedBy).requirement)
}
