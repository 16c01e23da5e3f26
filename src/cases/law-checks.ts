import sql from 'sql-template-tag'
import { contentHash } from '../ledger/entries/content-hash.ts'
import type { CrossCheck } from '../ledger/checks/cross-check.ts'
import { type HoldContent, holdHash, type ReferralContent, referralHash } from '../ledger/entries/law-hash.ts'

const isoOf = (time: unknown): string => new Date(String(time)).toISOString()

/** Legal clocks: their due times, which nothing extends, and their ends. */
const clocks: CrossCheck = {
  table: 'legal_clock',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'legal_clocks_started') {
      return leaf.clocks.map(({ clockId: id, subject, policyId, caseId, cause, dueAt }) => ({
        id,
        begins: true,
        row: { subject, policyId, caseId, cause, dueAt, how: null },
      }))
    }
    return leaf.kind === 'legal_clock_ended' ? [{ id: leaf.clockId, row: { how: leaf.how } }] : []
  },
  rows: sql`
    select id, 0 as turn, subject, policy_id as "policyId", case_id as "caseId", cause, due_at as "dueAt", how from legal_clock`,
  shows: ({ subject, policyId, caseId, cause, dueAt, how }) => ({
    subject,
    policyId,
    caseId,
    cause,
    dueAt: isoOf(dueAt),
    how,
  }),
}

/** Referrals to authorities. */
const referrals: CrossCheck = {
  table: 'referral',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind !== 'referral_made') return []
    const { referralId: id, caseId, subject, referral: kind, sentAt, contentHash: content, by, at } = leaf
    return [{ id, begins: true, row: { caseId, subject, kind, sentAt, content, by, at } }]
  },
  rows: sql`
    select id, 0 as turn, case_id as "caseId", subject, kind, sent_at as "sentAt", authority, reference, what, pieces, corrects,
      'staff:' || made_by as by, made_at as at
    from referral`,
  shows: ({ id: _id, turn: _turn, caseId, subject, kind, sentAt, by, at, ...content }) => ({
    caseId,
    subject,
    kind,
    sentAt: isoOf(sentAt),
    content: referralHash(content as unknown as ReferralContent),
    by,
    at,
  }),
}

/** Legal holds, and the changes that lifted them. */
const holds: CrossCheck = {
  table: 'legal_hold',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'legal_hold_placed') {
      const { holdId: id, subject, until, contentHash: content, by, at } = leaf
      return [{ id, begins: true, row: { subject, until, content, by, at, changeId: null } }]
    }
    return leaf.kind === 'legal_hold_lifted' ? [{ id: leaf.holdId, row: { changeId: leaf.changeId } }] : []
  },
  rows: sql`
    select id, 0 as turn, subject, until, reason, authority, reference, 'staff:' || placed_by as by, placed_at as at,
      change_id as "changeId"
    from legal_hold`,
  shows: ({ id: _id, turn: _turn, subject, until, by, at, changeId, ...content }) => ({
    subject,
    until: until === null ? null : isoOf(until),
    content: holdHash(content as unknown as HoldContent),
    by,
    at,
    changeId,
  }),
}

/** Appeals, until they are erased, and their outcomes. */
const appeals: CrossCheck = {
  table: 'appeal',
  rowsById: 'one',
  says: (leaf) => {
    if (leaf.kind === 'appeal_received') {
      const { appealId: id, caseId, subject, enforcementId, saidHash, by, at } = leaf
      return [{ id, begins: true, row: { caseId, subject, enforcementId, saidHash, by, at, ended: null } }]
    }
    if (leaf.kind !== 'appeal_ended') return []
    const { appealId: id, how, by, reasonHash = null } = leaf
    return [{ id, row: { ended: contentHash({ how, by, reasonHash }) } }]
  },
  rows: sql`
    select appeal.id, 0 as turn, review_case.id as "caseId", appeal.subject, enforcement_id as "enforcementId", 'key:' || key_id as by,
      received_at as at, appeal.state, coalesce('staff:' || judged_by, 'desk') as "endedBy", reason,
      case when words is null or said_hash = hash_said(salt, appellant, words, new_evidence)
        then encode(said_hash, 'hex') else 'changed' end as "saidHash"
    from appeal left join review_case on review_case.appeal_id = appeal.id`,
  shows: ({ id: _id, turn: _turn, state, endedBy, reason, ...row }) => ({
    ...row,
    ended:
      state === 'open'
        ? null
        : contentHash({
            how: state,
            by: endedBy,
            reasonHash: reason === null ? null : contentHash({ reason }),
          }),
  }),
}

/** The ledger checks of legal clocks, referrals, appeals and legal holds. */
export const LAW_CHECKS: readonly CrossCheck[] = [clocks, referrals, appeals, holds]
