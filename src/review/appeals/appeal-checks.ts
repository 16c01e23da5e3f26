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
      const { corrects = null, changeId = null } = entry
      const row = { contested: enforcementId ?? decisionId ?? null, appealId, content, corrects, changeId, by, at }
      return { id, begins: true, row }
    },
  },
  rows: sql`
    select id, 0 as turn, coalesce(enforcement_id, decision_id) as contested, appeal_id as "appealId", body, reference,
      to_char(decided_on, 'YYYY-MM-DD') as "decidedOn", outcome, follows, reason, corrects,
      change_id as "changeId", 'staff:' || recorded_by as by, recorded_at as at
    from appeal_settlement`,
  shows: ({ body, reference, decidedOn, outcome, follows, reason, ...row }) => ({
    ...row,
    content: contentHash({ body, reference, decidedOn, outcome, follows, reason }),
  }),
}

/** The ledger check of the questions to people who appeal, and of their answers, until they are erased. */
const questions: CrossCheck = {
  table: 'appeal_question',
  rowsById: 'one',
  says: {
    appeal_asked: ({ appealId: id, questionHash, answerBy, by, at }) => ({
      id,
      begins: true,
      row: { questionHash, answerBy, by, at, answerHash: null, key: null },
    }),
    appeal_answered: ({ appealId: id, answerHash, by: key }) => ({ id, row: { answerHash, key } }),
  },
  rows: sql`
    select appeal_id as id, 0 as turn, asked_at as at, answer_by as "answerBy", 'staff:' || asked_by as by, 'key:' || key_id as key,
      case when question is null or question_hash = sha256(salt || convert_to(question, 'UTF8'))
        then encode(question_hash, 'hex') else 'changed' end as "questionHash",
      case when answer is null or answer_hash = sha256(salt || convert_to(answer, 'UTF8'))
        then encode(answer_hash, 'hex') else 'changed' end as "answerHash"
    from appeal_question`,
}

export const APPEAL_CHECKS: readonly CrossCheck[] = [conclusions, settlements, questions]
