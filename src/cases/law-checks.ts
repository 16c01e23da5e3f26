import sql from 'sql-template-tag'
import { contentHash } from '../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'
import { holdHash, referralHash } from '../ledger/entries/law-hash.ts'

/** The ledger check of legal clocks: their due times, which nothing extends, and their ends. */
const clocks: CrossCheck = {
  table: 'legal_clock',
  rowsById: 'one',
  says: {
    legal_clocks_started: ({ clocks }) =>
      clocks.map(({ clockId: id, subject, policyId, caseId, cause, dueAt }) => ({
        id,
        begins: true,
        row: { subject, policyId, caseId, cause, dueAt, how: null },
      })),
    legal_clock_ended: ({ clockId: id, how }) => ({ id, row: { how } }),
  },
  rows: sql`
    select id, 0 as turn, subject, policy_id as "policyId", case_id as "caseId", cause, due_at as "dueAt", how from legal_clock`,
}

/** The ledger check of referrals to authorities. */
const referrals: CrossCheck = {
  table: 'referral',
  rowsById: 'one',
  says: {
    referral_made: ({ referralId: id, caseId, subject, referral: kind, sentAt, contentHash: content, by, at }) => ({
      id,
      begins: true,
      row: { caseId, subject, kind, sentAt, content, by, at },
    }),
  },
  rows: sql`
    select id, 0 as turn, case_id as "caseId", subject, kind, sent_at as "sentAt", authority, reference, what, pieces, corrects,
      'staff:' || made_by as by, made_at as at
    from referral`,
  shows: (row) => ({ ...row, content: referralHash(row) }),
}

/** The ledger check of legal holds, and of the changes that lifted them. */
const holds: CrossCheck = {
  table: 'legal_hold',
  rowsById: 'one',
  says: {
    legal_hold_placed: ({ holdId: id, subject, until, contentHash: content, by, at }) => ({
      id,
      begins: true,
      row: { subject, until, content, by, at, changeId: null },
    }),
    legal_hold_lifted: ({ holdId: id, changeId }) => ({ id, row: { changeId } }),
  },
  rows: sql`
    select id, 0 as turn, subject, until, reason, authority, reference,
      coalesce('staff:' || placed_by, 'desk') as by, placed_at as at, change_id as "changeId"
    from legal_hold`,
  shows: (row) => ({ ...row, content: holdHash(row) }),
}

/** The ledger check of appeals, until they are erased, and of their outcomes. */
const appeals: CrossCheck = {
  table: 'appeal',
  rowsById: 'one',
  says: {
    appeal_received: ({ appealId: id, caseId, subject, enforcementId, decisionId, saidHash, by, at }) => ({
      id,
      begins: true,
      row: { caseId, subject, contested: enforcementId ?? decisionId, saidHash, by, at, ended: null },
    }),
    appeal_ended: ({ appealId: id, how, by, reasonHash = null, differsHash = null }) => ({
      id,
      row: { ended: contentHash({ how, by, reasonHash, differsHash }) },
    }),
  },
  rows: sql`
    select appeal.id, 0 as turn, review_case.id as "caseId", appeal.subject, coalesce(enforcement_id, decision_id) as contested, 'key:' || key_id as by,
      received_at as at, appeal.state, coalesce('staff:' || judged_by, 'desk') as "endedBy", reason, differs_because as "differsBecause",
      case when words is null or said_hash = hash_appeal_text(salt, appellant, words, new_evidence)
        then encode(said_hash, 'hex') else 'changed' end as "saidHash"
    from appeal left join review_case on review_case.appeal_id = appeal.id`,
  shows: ({ state, endedBy, reason, differsBecause, ...row }) => {
    const reasonHash = reason === null ? null : contentHash({ reason })
    const differsHash = differsBecause === null ? null : contentHash({ differsBecause })
    return {
      ...row,
      ended: state === 'open' ? null : contentHash({ how: state, by: endedBy, reasonHash, differsHash }),
    }
  },
}

/** The ledger checks of legal clocks, referrals, appeals and legal holds. */
export const LAW_CHECKS: readonly CrossCheck[] = [clocks, referrals, appeals, holds]
