import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

const openings: CrossCheck = {
  table: 'case_opening',
  rowsById: 'one',
  says: {
    case_opened: ({ openingId: id, caseId, source, reason, reference, opened, by, at }) => ({
      id,
      begins: true,
      row: { caseId, source, reason, reference, opened, by, at },
    }),
  },
  rows: sql`
    select id, 0 as turn, case_id as "caseId", source, reason, reference, opened, 'staff:' || staff_id as by, at
    from case_opening`,
}

/** The ledger check of cases that people of the desk opened. */
export const OPENING_CHECKS: readonly CrossCheck[] = [openings]
