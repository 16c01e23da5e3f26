import sql from 'sql-template-tag'
import type { CrossCheck, StoredRow } from '../../ledger/checks/cross-check.ts'
import { markHash, reasonHash, wordsHash } from '../../ledger/entries/misuse-hash.ts'

const marks: CrossCheck = {
  table: 'misuse_mark',
  rowsById: 'one',
  says: {
    misuse_marked: ({ markId: id, senderId, cause, contentHash: content, by, at }) => ({
      ...{ id, begins: true },
      row: { senderId, cause, content, by, at, isWithdrawn: false },
    }),
    misuse_mark_withdrawn: ({ markId: id }) => ({ id, row: { isWithdrawn: true } }),
  },
  rows: sql`
    select id, 0 as turn, sender_id as "senderId", cause, about_kind as "aboutKind", about_id as "aboutId", gravity, intent, reason,
      'staff:' || marked_by as by, marked_at as at, withdrawn_at is not null as "isWithdrawn" from misuse_mark`,
  // Without its words a mark is erased.
  shows: (row) => ({ ...row, content: row.reason === null ? undefined : markHash(row) }),
}

const measures: CrossCheck = {
  table: 'misuse_measure',
  rowsById: 'one',
  says: {
    sender_measure_begun: ({
      measureId: id,
      senderId,
      measureKind,
      cause,
      marks,
      submissions,
      endsAt,
      changeId,
      at,
    }) => ({
      ...{ id, begins: true },
      row: { senderId, measureKind, cause, marks, submissions, changeId, at, endCause: null, isPause: endsAt !== null },
    }),
    sender_measure_ended: ({ measureId: id, endCause, contentHash: reason }) => ({ id, row: { endCause, reason } }),
  },
  rows: sql`
    select id, 0 as turn, sender_id as "senderId", kind as "measureKind", cause, marks, submissions, change_id as "changeId",
      begins_at as at, end_cause as "endCause", end_reason as reason, ends_at is not null as "isPause" from misuse_measure`,
  shows: (row) => ({ ...row, reason: shownReason(row) }),
}

/** The hash of a reason. Undefined: there is none, or it is erased. */
const shownReason = (row: StoredRow): string | undefined =>
  row.reason === null || row.reason === '[erased]' ? undefined : reasonHash(row)

const appeals: CrossCheck = {
  table: 'misuse_appeal',
  rowsById: 'one',
  says: {
    misuse_appeal_received: ({ appealId: id, measureId, contentHash: words, at }) => ({
      ...{ id, begins: true },
      row: { measureId, at, state: 'open', words },
    }),
    misuse_appeal_judged: ({ appealId: id, outcome: state, contentHash: reason }) => ({ id, row: { state, reason } }),
  },
  rows: sql`select id, 0 as turn, measure_id as "measureId", received_at as at, state, words, reason from misuse_appeal`,
  shows: (row) => ({
    ...row,
    words: row.words === null ? undefined : wordsHash(row),
    reason: shownReason(row),
  }),
}

/** The ledger checks of marks for misuse, of the measures about senders, and of the appeals against these. */
export const MISUSE_CHECKS: readonly CrossCheck[] = [marks, measures, appeals]
