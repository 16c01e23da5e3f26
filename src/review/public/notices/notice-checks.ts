import sql from 'sql-template-tag'
import type { CrossCheck } from '../../../ledger/checks/cross-check.ts'

/** Checks each accepted notice with its report, and its latest outcome. */
const notices: CrossCheck = {
  table: 'notice',
  rowsById: 'one',
  says: {
    notice_received: ({ noticeId: id, noticeKind, reportId, caseId, removalRequestId, at }) => ({
      id,
      begins: true,
      row: { noticeKind, reportId, caseId, removalRequestId, at, outcome: null },
    }),
    notice_clock_started: ({ noticeId: id, removalRequestId }) => ({ id, row: { removalRequestId } }),
    notice_answered: ({ noticeId: id, outcome, at }) => ({ id, row: { outcome, movedAt: at } }),
  },
  rows: sql`
    select id, 0 as turn, kind as "noticeKind", report_id as "reportId", case_id as "caseId",
      removal_request_id as "removalRequestId", accepted_at as at, outcome, concluded_at as "movedAt"
    from notice where accepted_at is not null`,
}

export const NOTICE_CHECKS: readonly CrossCheck[] = [notices]
