import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'

/** Checks that each case of strikes says what the ledger has. */
export const STRIKE_CHECKS: readonly CrossCheck[] = [
  {
    table: 'strike_case',
    rowsById: 'one',
    says: {
      strikes_reached: ({ strikeCaseId: id, caseId, points, action, enforcementIds, subject, at }) => ({
        id,
        begins: true,
        row: { caseId, points, action, enforcementIds: enforcementIds.join(' '), subject: subject ?? null, at },
      }),
    },
    rows: sql`
      select id, 0 as turn, case_id as "caseId", points, threshold ->> 'action' as action,
        array_to_string(enforcement_ids, ' ') as "enforcementIds", 'account:' || account_id as subject, made_at as at
      from strike_case`,
  },
]
