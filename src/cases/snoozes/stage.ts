import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList } from '../../policy/stage/view.ts'
import { recordPassedSnoozes } from './snooze-case.ts'
import { snoozeRoutes } from './snooze-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    snooze:
      | { kind: 'case_snoozed'; snoozeId: string; caseId: string; until: string; reason: string }
      | { kind: 'case_snooze_ended'; snoozeId: string; caseId: string; how: 'passed' | 'ended' }
  }
}

/** The stage of snoozes: cases that wait until a time. */
export const snoozesStage: Stage = {
  personal: [{ kind: 'case', about: ['staff'], deletedBy: null, tables: ['case_snooze'] }],
  routes: [snoozeRoutes],
  operations: tagged('queue', {
    'POST /v1/cases/:caseId/snoozes': {
      id: 'snoozeCase',
      request: {
        until: '2026-05-04T15:00:00Z',
        reason: 'The ferry company answers at three whether the page is theirs.',
      },
    },
    'GET /v1/snoozes': { id: 'listSnoozes', shows: showsList },
    'POST /v1/snoozes/:snoozeId/end': { id: 'endSnooze' },
  }),
  periodicTasks: [{ name: 'record-ended-snoozes', everyMs: 2_000, run: recordPassedSnoozes }],
}
