import sql from 'sql-template-tag'
import type { CrossCheck } from '../../ledger/checks/cross-check.ts'
import { flaggerHash } from '../../ledger/entries/law-hash.ts'
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

/** Checks that each trusted flagger is as its latest change set it, and that another one suspended it. */
const flaggers: CrossCheck = {
  table: 'trusted_flagger',
  rowsById: 'one',
  says: {
    flagger_set: ({ flaggerId: id, changeId, isFirst, expiresAt, contentHash: content, at }) => ({
      id,
      begins: isFirst,
      row: { changeId, content, expiresAt, ...(isFirst && { at, suspendedBy: null }) },
    }),
    flagger_suspended: ({ flaggerId: id, changeId: suspendedBy }) => ({ id, row: { suspendedBy } }),
  },
  rows: sql`
    select id, 0 as turn, name, contact, email, coordinator, reference, areas, expires_at as "expiresAt",
      change_id as "changeId", registered_at as at, suspended_by as "suspendedBy" from trusted_flagger`,
  shows: (row) => ({ ...row, content: flaggerHash(row) }),
}

export const flaggersStage: Stage = {
  personal: [
    { kind: 'law', about: ['contact'], deletedBy: null, tables: ['trusted_flagger'] },
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
  ledgerChecks: [flaggers],
}
