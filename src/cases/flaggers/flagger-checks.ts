import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import { flaggerHash } from '../../ledger/entries/law-hash.ts'

/** Checks that each trusted flagger is as its latest change set it, and that another one suspended it. */
const flaggers: CrossCheck = {
  table: 'trusted_flagger',
  rowsById: 'one',
  says: {
    flagger_set: ({ flaggerId: id, changeId, isFirst, expiresAt, contentHash: content, at }) => ({
      id,
      begins: isFirst,
      row: { changeId, content, expiresAt, ...(isFirst && { at, suspendedBy: null }) },
    }),
    flagger_suspended: ({ flaggerId: id, changeId: suspendedBy }) => ({ id, row: { suspendedBy } }),
  },
  rows: sql`
    select id, 0 as turn, name, contact, email, coordinator, reference, areas, expires_at as "expiresAt",
      change_id as "changeId", registered_at as at, suspended_by as "suspendedBy" from trusted_flagger`,
  shows: (row) => ({ ...row, content: flaggerHash(row) }),
}

/** The ledger check of trusted flaggers. */
export const FLAGGER_CHECKS: readonly CrossCheck[] = [flaggers]
