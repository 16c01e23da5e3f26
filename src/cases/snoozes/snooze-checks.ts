import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

const snoozes: CrossCheck = {
  table: 'case_snooze',
  rowsById: 'one',
  says: {
    case_snoozed: ({ snoozeId: id, caseId, until, reason, by, at }) => ({
      id,
      begins: true,
      row: { caseId, until, reason, by, at, how: null, endedBy: null },
    }),
    case_snooze_ended: ({ snoozeId: id, how, by }) => ({ id, row: { how, endedBy: how === 'ended' ? by : null } }),
  },
  rows: sql`
    select id, 0 as turn, case_id as "caseId", until, reason, 'staff:' || made_by as by, made_at as at, how,
      'staff:' || ended_by as "endedBy"
    from case_snooze`,
}

/** The ledger check of snoozes. */
export const SNOOZE_CHECKS: readonly CrossCheck[] = [snoozes]
