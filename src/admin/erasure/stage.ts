import type { Stage } from '../../policy/stage/stage.ts'
import { runErasures } from './run-erasures.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    erasure:
      | { kind: 'person_erased'; erasureId: string; person: string; changeId: string; rows: number }
      /** A person exported the data of another one. A reporter is not named. */
      | { kind: 'person_exported'; person: string; staffId?: string; rows: number }
  }
}

export const erasureStage: Stage = {
  personal: [
    {
      kind: 'change',
      about: ['account', 'reporter', 'staff'],
      deletedBy: 'erase-agreed-people',
      tables: ['person_erasure', 'person_erasure_entry'],
    },
  ],
  periodicTasks: [{ name: 'erase-agreed-people', everyMs: 30_000, run: runErasures }],
}
