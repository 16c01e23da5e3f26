import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

const sets: CrossCheck = {
  table: 'case_set',
  rowsById: 'one',
  says: {
    case_set_dismissed: ({ setId: id, reason, by, at }) => ({
      id,
      begins: true,
      row: { reason, by, at, undoneBy: null },
    }),
    case_set_undone: ({ setId: id, by: undoneBy }) => ({ id, row: { undoneBy } }),
  },
  rows: sql`
    select id, 0 as turn, reason, 'staff:' || dismissed_by as by, dismissed_at as at, 'staff:' || undone_by as "undoneBy"
    from case_set`,
}

const members: CrossCheck = {
  table: 'case_set_member',
  rowsById: 'one',
  says: {
    case_set_dismissed: ({ setId, cases }) =>
      cases.map(({ caseId, decisionId: id }) => ({ id, begins: true, row: { setId, caseId } })),
  },
  rows: sql`select decision_id as id, 0 as turn, set_id as "setId", case_id as "caseId" from case_set_member`,
}

/** The ledger checks of cases that were dismissed together. */
export const SET_CHECKS: readonly CrossCheck[] = [sets, members]
