import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'

/** The ledger check of the conclusions of judges. */
const conclusions: CrossCheck = {
  table: 'appeal_conclusion',
  rowsById: 'one',
  says: {
    appeal_concluded: ({ appealId, contentHash: content, by, at }) => ({
      id: `${appealId} ${by.slice('staff:'.length)}`,
      begins: true,
      row: { content, by, at },
    }),
  },
  rows: sql`
    select appeal_id || ' ' || staff_id as id, 0 as turn, conclusion, policy_id as "policyId", action, duration_ms as "durationMs", label,
      rationale, 'staff:' || staff_id as by, concluded_at as at
    from appeal_conclusion`,
  shows: ({ conclusion, policyId, action, durationMs, label, rationale, ...row }) => ({
    ...row,
    content: contentHash({ conclusion, policyId, action, durationMs, label, rationale }),
  }),
}

/** The ledger check of decisions of out-of-court bodies. */
const settlements: CrossCheck = {
  table: 'appeal_settlement',
  rowsById: 'one',
  says: {
    settlement_recorded: (entry) => {
      const { settlementId: id, enforcementId, decisionId, appealId = null, contentHash: content, by, at } = entry
      return { id, begins: true, row: { contested: enforcementId ?? decisionId ?? null, appealId, content, by, at } }
    },
  },
  rows: sql`
    select id, 0 as turn, coalesce(enforcement_id, decision_id) as contested, appeal_id as "appealId", body, reference,
      to_char(decided_on, 'YYYY-MM-DD') as "decidedOn", outcome, follows, reason, 'staff:' || recorded_by as by, recorded_at as at
    from appeal_settlement`,
  shows: ({ body, reference, decidedOn, outcome, follows, reason, ...row }) => ({
    ...row,
    content: contentHash({ body, reference, decidedOn, outcome, follows, reason }),
  }),
}

export const APPEAL_CHECKS: readonly CrossCheck[] = [conclusions, settlements]
