import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

const erasures: CrossCheck = {
  table: 'person_erasure',
  rowsById: 'one',
  says: {
    person_erased: ({ erasureId: id, person, changeId, at }) => ({ id, begins: true, row: { person, changeId, at } }),
  },
  rows: sql`
    select id, 0 as turn, person, change_id as "changeId", ended_at as at from person_erasure where ended_at is not null`,
}

/** The ledger check of erasures. */
export const ERASURE_CHECKS: readonly CrossCheck[] = [erasures]
