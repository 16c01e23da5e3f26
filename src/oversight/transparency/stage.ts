import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { countTransparencyDays } from './counts/count-days.ts'
import { reportRoutes } from './report/report-routes.ts'
import { submissionRoutes } from './submission/submission-routes.ts'
import { submitWhenConfigured } from './submission/submit-task.ts'

const TRANSPARENCY_ALERTS = {
  dsa: {
    calls: false,
    act: 'Run `countersign dsa submit` and read what it reports; `countersign dsa review` settles what waits for a person.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    transparency: keyof typeof TRANSPARENCY_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    transparency: /** Statements were sent to the DSA Transparency Database, or set aside for a person. */
      | {
          kind: 'dsa_statements_settled'
          sent: readonly { id: string; puid: string; hash: string }[]
          held: readonly string[]
          refused: readonly string[]
        }
      /** A person chose how a flagged statement is sent, or gave it a day. */
      | { kind: 'dsa_statement_reviewed'; statementId: string; texts: string; contentDate?: string; reason: string }
      /** Statements that the database does not have wait to be sent again. */
      | { kind: 'dsa_statements_missing'; statements: readonly string[] }
  }
}

export const transparencyStage: Stage = {
  personal: [
    {
      kind: 'enforcement',
      about: ['account', 'staff'],
      deletedBy: null,
      tables: ['dsa_submission', 'dsa_review', 'dsa_delivery'],
    },
    // A report names no person; its row has the member of staff who stored it.
    { kind: 'enforcement', about: ['staff'], deletedBy: null, tables: ['transparency_report'] },
  ],
  alerts: TRANSPARENCY_ALERTS,
  routes: [reportRoutes, submissionRoutes],
  operations: tagged('insight', {
    'GET /v1/dsa-submissions': { id: 'readDsaSubmissions', shows: showsNothing },
    'GET /v1/transparency-reports': { id: 'listTransparencyReports', shows: showsNothing },
    'GET /v1/transparency-report-drafts': { id: 'draftTransparencyReport', shows: showsNothing },
    'GET /v1/transparency-report-exports': { id: 'exportTransparencyReport', shows: showsNothing },
    'POST /v1/transparency-reports': {
      id: 'storeTransparencyReport',
      request: {
        ...{ from: '2026-01-01', to: '2026-06-30' },
        hash: '9f2b1c2f6a9d0a4c5b8e7d6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9e8f7a6b',
      },
    },
  }),
  periodicTasks: [
    { name: 'submit-dsa-statements', everyMs: 10_000, run: submitWhenConfigured },
    { name: 'count-transparency-days', everyMs: 60_000, run: countTransparencyDays },
  ],
}
