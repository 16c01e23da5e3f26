import type { AlertRows } from '../../policy/stage/alert-kinds.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { endEarlier } from './end-earlier.ts'
import { recoveryRoutes } from './recovery-routes.ts'

const RECOVERY_ALERTS = {
  recovery: {
    calls: true,
    act: 'Run `countersign recovery show`, compare the database with the platform, then lead the desk back with a second person.',
  },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    recovery: keyof typeof RECOVERY_ALERTS
  }
}

/** The end of the ledger that a recovery lost: the entries after one number, up to the checkpoint of the other. */
interface LostEnd {
  keptNumber: number
  lostNumber: number
  lostChain: string
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    recovery: /** The database is older than what was recorded outside it. From here on nothing restrictive took effect. */
      | { kind: 'recovery_begun'; recoveryId: number }
      /** A sign of lost data: a checkpoint that the ledger lacks, or a generation of a subject. */
      | ({
          kind: 'data_loss_found'
          lossId: number
          recoveryId: number
          of: string
          generation?: number
          knownGeneration?: number
          /** The hash of the checkpoints that the ledger lacks. */
          lostHash?: string
        } & Partial<LostEnd>)
      /** Two people led the desk back, knowing of these ends of the ledger that were lost. */
      | { kind: 'recovery_ended'; recoveryId: number; changeId: string; lost: readonly LostEnd[] }
  }
}

export const recoveryStage: Stage = {
  routes: [recoveryRoutes],
  operations: tagged('change', {
    'GET /v1/database-recovery': {
      id: 'readDatabaseRecovery',
      shows: showsNothing,
      answer: {
        recovery: { id: 1, begunAt: '2026-05-04T09:00:00Z', losses: 1 },
        items: [
          {
            ...{ kind: 'journal', keptNumber: null, lostNumber: null },
            ...{ subject: 'account:8821', generation: 9, knownGeneration: 2, foundAt: '2026-05-04T09:00:00Z' },
          },
        ],
        nextCursor: null,
      },
    },
  }),
  personal: [
    {
      kind: 'enforcement',
      about: ['account'],
      deletedBy: null,
      tables: ['database_loss', 'database_lost_checkpoint', 'database_recovery'],
    },
  ],
  periodicTasks: [{ name: 'end-earlier-enforcements', everyMs: 10_000, run: endEarlier }],
  alerts: RECOVERY_ALERTS,
}
