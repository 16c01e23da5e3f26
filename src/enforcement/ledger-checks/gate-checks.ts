import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'

const PERSON = 'staff:'
const isPerson = (by: string): boolean => by.startsWith(PERSON)

/**
 * Checks the rows of an enforcement's parties, who must not approve it. Without such a row, a proposer could approve
 * their own enforcement.
 */
const parties: CrossCheck = {
  table: 'enforcement_party',
  rowsById: 'each',
  says: {
    enforcement_joined: ({ enforcementId: id, by }) => (id && isPerson(by) ? { id, row: { by, how: 'joined' } } : ''),
    enforcement_proposed: ({ enforcementId: id, by: proposer, barred = [] }) => {
      if (id === undefined) return ''
      const undid = barred.map((staffId) => `${PERSON}${staffId}`).filter((by) => by !== proposer)
      const proposed = isPerson(proposer) ? [{ id, row: { by: proposer, how: 'proposed' } }] : []
      return [...proposed, ...undid.map((by) => ({ id, row: { by, how: 'undid' } }))]
    },
  },
  rows: sql`
    select enforcement_id as id, row_number() over (partition by enforcement_id order by at, staff_id) as turn, 'staff:' || staff_id as by, how
    from enforcement_party`,
}

/** Checks the rows of approvers' independent reviews. */
const independentReviews: CrossCheck = {
  table: 'enforcement_offer',
  rowsById: 'each',
  says: {
    enforcement_independent_review: ({ enforcementId: id, by, contentHash: content, at, account }) =>
      id && { id, row: { by, content, at, asked: account !== undefined, account: account ?? null } },
  },
  rows: sql`
    select enforcement_id as id, row_number() over (partition by enforcement_id order by own_at, staff_id) as turn, 'staff:' || staff_id as by,
      own_conclusion as conclusion, own_rationale as rationale, own_at as at, own_asked as asked,
      own_account as account
    from enforcement_offer where own_at is not null`,
  shows: ({ conclusion, rationale, ...row }) => ({
    ...row,
    asked: row.asked ?? false,
    content: contentHash({ conclusion, rationale }),
  }),
}

/** Checks the rows of requests that approvers passed on, with their reasons. */
const passes: CrossCheck = {
  table: 'enforcement_offer (passed)',
  rowsById: 'each',
  says: {
    enforcement_passed: ({ enforcementId: id, by, reasonHash: reason, at }) => id && { id, row: { by, reason, at } },
  },
  rows: sql`
    select enforcement_id as id, row_number() over (partition by enforcement_id order by passed_at, staff_id) as turn,
      'staff:' || staff_id as by, pass_reason as reason, passed_at as at
    from enforcement_offer where passed_at is not null`,
  shows: (row) => ({ ...row, reason: contentHash({ reason: row.reason }) }),
}

/**
 * Checks each row of an approver who opened the action before their own review. A missing row would give back their
 * approval.
 */
const reveals: CrossCheck = {
  table: 'enforcement_offer (revealed)',
  rowsById: 'each',
  says: { enforcement_revealed: ({ enforcementId: id, by, at }) => id && { id, row: { by, at } } },
  rows: sql`
    select enforcement_id as id, row_number() over (partition by enforcement_id order by revealed_at, staff_id) as turn,
      'staff:' || staff_id as by, revealed_at as at
    from enforcement_offer where revealed_at is not null`,
}

/** Checks the row of each proposer's assessment. */
const assessments: CrossCheck = {
  table: 'assessment',
  rowsById: 'each',
  says: {
    enforcement_assessed: ({ enforcementId: id, by, contentHash: content, at }) =>
      id && { id, row: { by, content, at } },
  },
  rows: sql`
    select enforcement_id as id, 0 as turn, 'staff:' || by as by, who_speaks as "whoSpeaks", public_interest as "publicInterest", harm,
      alternatives, at
    from assessment`,
  shows: ({ whoSpeaks, publicInterest, harm, alternatives, ...row }) => ({
    ...row,
    content: contentHash({ whoSpeaks, publicInterest, harm, alternatives }),
  }),
}

/** Checks the rows of freezes and of the people who began, extended and ended them. */
const freezes: CrossCheck = {
  table: 'enforcement_freeze',
  rowsById: 'one',
  says: {
    freeze_begun: ({ freezeId, by, reasonHash: reason, at }) => ({
      id: String(freezeId),
      begins: true,
      row: { by, reason, at, secondedBy: null, endedBy: null },
    }),
    freeze_reason_given: ({ freezeId, reasonHash: reason }) => ({ id: String(freezeId), row: { reason } }),
    freeze_extended: ({ freezeId, by: secondedBy }) => ({ id: String(freezeId), row: { secondedBy } }),
    freeze_ended: ({ freezeId, by: endedBy }) => ({ id: String(freezeId), row: { endedBy } }),
  },
  rows: sql`
    select id::text as id, 0 as turn, 'staff:' || by as by, reason, at, 'staff:' || seconded_by as "secondedBy",
      'staff:' || ended_by as "endedBy"
    from enforcement_freeze`,
  shows: (row) => ({ ...row, reason: contentHash({ reason: row.reason }) }),
}

/** Checks the rows of circuit breakers: budget, scope, and the change that closed each. */
const breakers: CrossCheck = {
  table: 'breaker',
  rowsById: 'one',
  says: {
    breaker_opened: ({ breakerId, budget, of, key, enforcements, reach, withinMs, enforcementId = null, at }) => ({
      id: String(breakerId),
      begins: true,
      row: { budget, of, key, enforcements, reach, withinMs, enforcementId, at, changeId: null },
    }),
    breaker_closed: ({ breakerId, changeId }) => ({ id: String(breakerId), row: { changeId } }),
  },
  rows: sql`
    select id::text as id, 0 as turn, budget_id as budget, kind as of, key, enforcements, reach, within_ms as "withinMs",
      enforcement_id as "enforcementId", opened_at as at, change_id as "changeId"
    from breaker`,
}

/** Checks the rows of first requests for restores that take two people. */
const restoreAsks: CrossCheck = {
  table: 'restore_ask',
  rowsById: 'each',
  says: {
    restore_asked: ({ enforcementId: id, cause, reason = null, differsHash = null, lesser = null, by, at }) =>
      id && { id, row: { cause, reason, differsHash, lesser, by, at } },
  },
  rows: sql`
    select enforcement_id as id, row_number() over (partition by enforcement_id order by at, staff_id) as turn, cause, reason,
      differs_because as "differsBecause", lesser, 'staff:' || staff_id as by, at
    from restore_ask`,
  shows: ({ differsBecause, ...row }) => ({
    ...row,
    differsHash: differsBecause === null ? null : contentHash({ differsBecause }),
  }),
}

/** Checks the rows of reasons that were given after a stop or a restore. */
const laterReasons: CrossCheck = {
  table: 'later_reason',
  rowsById: 'each',
  says: {
    undo_reason_given: ({ enforcementId: id, reason, by, at }) =>
      id === undefined ? [] : { id, begins: true, row: { reason, by, at } },
  },
  rows: sql`
    select enforcement_id as id, row_number() over (partition by enforcement_id order by at, staff_id) as turn, reason,
      'staff:' || staff_id as by, at
    from later_reason`,
}

/** The checks of approvers' acts on enforcements, and of freezes and breakers. */
export const GATE_CHECKS: readonly CrossCheck[] = [
  parties,
  independentReviews,
  passes,
  reveals,
  assessments,
  freezes,
  breakers,
  restoreAsks,
  laterReasons,
]
