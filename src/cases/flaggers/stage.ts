import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { endLapsedLanes } from './flagger-queries.ts'
import { flaggerRoutes } from './flagger-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    flaggers: /** Two people registered a trusted flagger (`isFirst`), or set what is known of one. */
      | {
          kind: 'flagger_set'
          flaggerId: string
          changeId: string
          isFirst: boolean
          expiresAt: string
          contentHash: string
        }
      | { kind: 'flagger_suspended'; flaggerId: string; changeId: string }
  }
}

export const flaggersStage: Stage = {
  personal: [
    { kind: 'law', about: ['flagger'], deletedBy: null, tables: ['trusted_flagger'] },
    { kind: 'report', about: ['contact'], deletedBy: 'delete-expired-data', tables: ['flagger_report'] },
  ],
  routes: [flaggerRoutes],
  operations: tagged('intake', {
    'GET /v1/trusted-flaggers': { id: 'listTrustedFlaggers', shows: showsNothing },
    'GET /v1/flagger-figures': { id: 'readFlaggerFigures', shows: showsNothing },
    'GET /v1/flagger-figure-exports': { id: 'exportFlaggerFigures', shows: showsNothing },
  }),
  periodicTasks: [
    {
      name: 'end-lapsed-lanes',
      everyMs: 60_000,
      run: ({ taskDb }) => endLapsedLanes(taskDb),
    },
  ],
}
