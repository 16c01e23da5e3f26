import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
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
}
