import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList } from '../../policy/stage/view.ts'
import type { ClockEnd } from './clock-queries.ts'
import { clockRoutes } from './clock-routes.ts'
import { watchClocks } from './watch-clocks.ts'

const LEGAL_CLOCKS_ALERTS = {
  clock: { calls: true, act: 'Decide the case before the legal time ends.' },
  clock_missed: {
    calls: false,
    act: 'Decide the case, and record the reason of the delay.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    legalClocks: keyof typeof LEGAL_CLOCKS_ALERTS
  }
}

/** A subject that the law requires to be offline by `dueAt`. */
interface TimedSubject {
  clockId: string
  subject: string
  dueAt: string
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    /** Legal clocks started: by `dueAt` the law requires the subjects to be offline. */
    legalClocks:
      | {
          kind: 'legal_clocks_started'
          clocks: readonly (TimedSubject & { policyId: string; caseId: string; cause: string })[]
        }
      | { kind: 'legal_clocks_missed'; clocks: readonly TimedSubject[] }
      | { kind: 'legal_clock_ended'; clockId: string; caseId: string; how: ClockEnd }
  }
}

export const legalClocksStage: Stage = {
  personal: [{ kind: 'case', about: ['account'], deletedBy: null, tables: ['legal_clock'] }],
  alerts: LEGAL_CLOCKS_ALERTS,
  routes: [clockRoutes],
  operations: tagged('law', {
    'GET /v1/legal-clocks': { id: 'listLegalClocks', shows: showsList },
  }),
  periodicTasks: [{ name: 'alert-legal-deadlines', everyMs: 2_000, run: watchClocks }],
}
