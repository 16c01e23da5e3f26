import sql from 'sql-template-tag'
import type { CrossCheck } from '../../../../ledger/checks/cross-check.ts'

/** Checks each letter that came back with its entry. */
export const RETURN_CHECKS: readonly CrossCheck[] = [
  {
    table: 'returned_letter',
    rowsById: 'one',
    says: { letter_returned: ({ letter: id, status, at }) => ({ id, begins: true, row: { status, at } }) },
    rows: sql`select letter as id, 0 as turn, status, returned_at as at from returned_letter`,
  },
]
