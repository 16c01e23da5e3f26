import sql from 'sql-template-tag'
import { bulkActionHash } from '../../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

const bulkActions: CrossCheck = {
  table: 'bulk_action',
  rowsById: 'one',
  says: {
    bulk_action_proposed: ({ bulkActionId: id, action, policyId, subjects, listHash, contentHash, by, at }) => {
      const row = { action, policyId, subjects, listHash, content: contentHash, proposedBy: by, at }
      return { id, begins: true, row: { ...row, state: 'preparing', movedBy: by, movedAt: at } }
    },
    bulk_action_moved: ({ bulkActionId: id, to: state, by: movedBy, at: movedAt }) => ({
      id,
      row: { state, movedBy, movedAt },
    }),
  },
  rows: sql`
    select id, 0 as turn, action, policy_id as "policyId", subject_count as subjects, encode(list_hash, 'hex') as "listHash",
      own_action as "ownAction", label, duration_ms as "durationMs", found_by as "foundBy", rationale, 'staff:' || proposed_by as "proposedBy",
      proposed_at as at, state, moved_by as "movedBy", moved_at as "movedAt"
    from bulk_action`,
  shows: ({ ownAction, ...row }) => ({ ...row, content: bulkActionHash({ ...row, ownAction } as typeof row) }),
}

/** The rows of approvers' conclusions on the subjects of their samples. */
const judged: CrossCheck = {
  table: 'bulk_action_sample',
  rowsById: 'each',
  says: {
    bulk_action_judged: ({ bulkActionId: id, place, conclusion, by, at }) => ({
      id,
      row: { place, conclusion, by, at },
    }),
  },
  rows: sql`
    select bulk_action_id as id, row_number() over (order by judged_at, place) as turn, place, conclusion,
      'staff:' || staff_id as by, judged_at as at
    from bulk_action_sample where conclusion is not null`,
}

/** The checks of bulk actions and their samples. */
export const BULK_ACTION_CHECKS: readonly CrossCheck[] = [bulkActions, judged]
