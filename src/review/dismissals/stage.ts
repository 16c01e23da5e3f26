import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { caseSetRoutes } from './set-routes.ts'

const DISMISSAL_ALERTS = {
  dismissals: {
    calls: false,
    act: 'Ask the person for the reason, and undo the sets if they are wrong.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    dismissals: keyof typeof DISMISSAL_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    caseSets:
      | {
          kind: 'case_set_dismissed'
          setId: string
          reason: string
          cases: readonly { caseId: string; decisionId: string; contentHash: string }[]
        }
      | { kind: 'case_set_undone'; setId: string; cases: readonly string[]; why: string }
  }
}

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

/** The stage of sets: cases dismissed together, their blind sample and their undo. */
export const dismissalsStage: Stage = {
  personal: [{ kind: 'decision', about: ['staff'], deletedBy: null, tables: ['case_set', 'case_set_member'] }],
  routes: [caseSetRoutes],
  operations: tagged('review', {
    'POST /v1/case-sets': {
      id: 'dismissCases',
      request: { cases: ['case_7', 'case_8'], reason: 'The same advertisement, reported by mistake.' },
    },
    'POST /v1/case-sets/:setId/undo': { id: 'undoCaseSet' },
  }),
  alerts: DISMISSAL_ALERTS,
  ledgerChecks: [sets, members],
}
