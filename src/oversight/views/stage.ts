import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { readText, type Shows, showsNothing } from '../../policy/stage/view.ts'
import { auditRoutes } from './routes.ts'
import { findUnusualReading } from './unusual-reading.ts'

const VIEWS_ALERTS = {
  reading: {
    calls: false,
    act: "Ask the person for the reason; read their views on the ledger's page.",
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    views: keyof typeof VIEWS_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    views:
      | { kind: 'views_recorded'; views: readonly { id: string; hash: string }[] }
      | { kind: 'reading_unusual'; staffId: string; opened: number; listed: number }
  }
}

const ofViews: Shows = (_answer, { query }) => [{ kind: 'views', subject: readText(query.subject) }]

export const viewsStage: Stage = {
  personal: [
    { kind: 'view', about: ['staff', 'account'], deletedBy: 'delete-expired-data', tables: ['staff_view'] },
    { kind: 'view', about: ['staff'], deletedBy: null, tables: ['reading_alert'] },
  ],
  alerts: VIEWS_ALERTS,
  routes: [auditRoutes],
  operations: tagged('audit', {
    'GET /v1/views': { id: 'listViews', shows: ofViews },
    // Each page of an export is recorded while it is sent.
    'GET /v1/view-exports': { id: 'exportViews', shows: showsNothing },
  }),
  periodicTasks: [{ name: 'alert-unusual-reading', everyMs: 10_000, run: findUnusualReading }],
}
