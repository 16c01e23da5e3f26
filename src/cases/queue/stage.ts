import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { lapseClaims } from '../claims/lapse-claims.ts'
import { makeStraySearch } from '../routing/place-stray-cases.ts'
import { prioritiseOverdueCases } from './prioritise-overdue-cases.ts'
import { moveRoutes } from './move-routes.ts'
import { queueRoutes } from './routes.ts'
import { countReporterOutcome } from './count-reporter-outcome.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    queue:
      | { kind: 'case_claimed' | 'case_lapsed'; caseId: string }
      | { kind: 'case_released'; caseId: string; reason?: string }
      | { kind: 'case_returned'; caseId: string; why: string }
      | { kind: 'case_taken_over'; caseId: string; holder: string; reason: string }
      | {
          kind: 'case_transferred'
          caseId: string
          fromQueue: string
          toQueue?: string
          toStaff?: string
          reason: string
        }
      | { kind: 'cases_late'; cases: readonly { caseId: string; dueAt: string }[] }
  }
}

export const queueStage: Stage = {
  personal: [
    {
      kind: 'case',
      about: ['account', 'staff'],
      deletedBy: null,
      tables: ['review_case', 'case_event', 'case_claim', 'case_item'],
    },
    { kind: 'work', about: ['staff'], deletedBy: null, tables: ['staff_exposure', 'staff_rotation'] },
  ],
  routes: [queueRoutes, moveRoutes],
  operations: tagged('queue', {
    'POST /v1/cases/claim-next': { id: 'claimNextCase' },
    'POST /v1/cases/:caseId/claim/renew': { id: 'renewClaim' },
    'POST /v1/cases/:caseId/claim/take-over': { id: 'takeOverClaim' },
    'POST /v1/cases/:caseId/claim/release': {
      id: 'releaseClaim',
      request: { reason: 'I know the person who posted this.' },
    },
    'POST /v1/cases/:caseId/transfer': {
      id: 'transferCase',
      request: { to: { queue: 'scams' }, reason: 'The account sells nothing: it impersonates a bank.' },
    },
    'POST /v1/cases/:caseId/claim': { id: 'claimCase' },
  }),
  jobs: () => ({
    outcome: countReporterOutcome,
  }),
  periodicTasks: [
    { name: 'release-lapsed-claims', everyMs: 2_000, run: lapseClaims },
    { name: 'prioritise-overdue-cases', everyMs: 1_000, run: prioritiseOverdueCases },
    { name: 'move-misplaced-cases', everyMs: 5_000, run: makeStraySearch() },
  ],
}
