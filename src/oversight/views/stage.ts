import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { readText, type Shows } from '../../policy/stage/view.ts'
import { auditRoutes } from './routes.ts'
import { findUnusualReading } from './unusual-reading.ts'
import { VIEW_CHECKS } from './view-checks.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    views:
      | { kind: 'views_recorded'; views: readonly { id: string; hash: string }[] }
      | { kind: 'reading_unusual'; staffId: string; opened: number; listed: number }
  }
}

const ofViews: Shows = (_answer, { query }) => [{ kind: 'views', subject: readText(query.subject) }]

export const viewsStage: Stage = {
  routes: [auditRoutes],
  operations: tagged('audit', {
    'GET /v1/views': { id: 'listViews', shows: ofViews },
  }),
  periodicTasks: [{ name: 'alert-unusual-reading', everyMs: 10_000, run: findUnusualReading }],
  ledgerChecks: VIEW_CHECKS,
}
