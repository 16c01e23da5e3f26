import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList, showsNothing } from '../../policy/stage/view.ts'
import { electionRoutes } from './election-routes.ts'
import { reviewProtections } from './review-protections.ts'
import { reviewRoutes } from './review-routes.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'

const PROTECTIONS_ALERTS = {
  review: {
    calls: false,
    act: 'Confirm the protections in the list, or propose their removal.',
  },
  review_missed: {
    calls: false,
    act: 'Confirm the protections now: until then they require less.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    protections: keyof typeof PROTECTIONS_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    protections:
      | { kind: 'review_times_set'; everyDays: number; graceDays: number; changeId: string }
      /** A protection was reviewed, or its review was missed for the first or second time. */
      | { kind: 'protection_reviewed'; reasonHash: string }
      | { kind: 'protection_review_missed'; missed: number }
      /** An account was marked for drills, or unmarked: by a change of two people, or by the desk without one. */
      | { kind: 'drill_account_marked'; op: 'add' | 'remove'; changeId?: string }
      | {
          kind: 'protection_set'
          changeId: string
          /** True when the subject had no protection of its own before. */
          first: boolean
          approvals: number
          holdMs: number
        }
  }
}

export const protectionsStage: Stage = {
  personal: [
    {
      kind: 'change',
      about: ['account', 'staff'],
      deletedBy: null,
      tables: ['protection', 'protection_review', 'protection_look'],
    },
  ],
  alerts: PROTECTIONS_ALERTS,
  routes: [electionRoutes, reviewRoutes],
  operations: tagged('change', {
    'GET /v1/protection-reviews': { id: 'listProtectionReviews', shows: showsList },
    'POST /v1/protection-reviews': { id: 'renewProtection' },
    'GET /v1/election-windows': { id: 'listElectionWindows', shows: showsNothing },
  }),
  periodicTasks: [{ name: 'review-protections', everyMs: 60_000, run: reviewProtections }],
}
