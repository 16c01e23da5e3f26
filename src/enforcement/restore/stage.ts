import { type Action, ID_PREFIXES, type RestoreCause } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList, showsNothing } from '../../policy/stage/view.ts'
import { prepareBulk, runBulkStage } from './bulk-restore.ts'
import { bulkRestoreRoutes } from './bulk-routes.ts'
import { prepareRestore } from './restore-enforcement.ts'
import { restoreSetRoute } from './restore-set-route.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    restore:
      | {
          kind: 'restore_asked'
          cause: RestoreCause
          reason?: string
          /** The hash of the reason for which the judge of an appeal differs from their conclusion. Left out: it follows. */
          differsHash?: string
          /** The lesser action that the judge wants in its place. Left out: none. */
          lesser?: { policyId: string; action: Action; durationMs: number | null; label: string | null }
        }
      /** The reason of a stop or a restore, given after the act. */
      | { kind: 'undo_reason_given'; reason: string }
      | {
          kind: 'bulk_restore_previewed' | 'bulk_restore_asked' | 'bulk_restore_started' | 'bulk_restore_done'
          bulkId: string
          enforcements: number
          reach: number
        }
  }
}

export const restoreStage: Stage = {
  personal: [
    {
      kind: 'enforcement',
      about: ['account', 'staff'],
      deletedBy: null,
      tables: ['enforcement_restore', 'restore_ask', 'later_reason', 'bulk_restore', 'bulk_restore_item'],
    },
  ],
  routes: [bulkRestoreRoutes, restoreSetRoute],
  operations: tagged('approval', {
    'POST /v1/restores': {
      id: 'previewRestores',
      request: { by: { kind: 'staff', id: 'staff_12' }, since: '2026-05-04T05:00:00Z', until: '2026-05-04T07:00:00Z' },
    },
    'GET /v1/restores/:restoreId': { id: 'readRestores', shows: showsNothing },
    'GET /v1/restores/:restoreId/enforcements': { id: 'listRestoreSet', shows: showsList },
    'POST /v1/restores/:restoreId/start': { id: 'startRestores', request: { reason: 'Decided from a stolen laptop.' } },
  }),
  jobs: () => ({
    bulk: runBulkStage,
  }),
  signables: {
    restore_second: (desk, request) =>
      request.about.startsWith(`${ID_PREFIXES.bulk_restore}_`)
        ? prepareBulk(desk, request)
        : prepareRestore(desk, request),
  },
}
