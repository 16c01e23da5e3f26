import { SIGNATURE } from '../../policy/stage/example-values.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { forgetWork } from './forget-work.ts'
import { rotaRoutes } from './rota-routes.ts'
import { shiftRoutes } from './shift-routes.ts'
import { shiftSummaryRoutes } from './shift-summary-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    shifts:
      | { kind: 'shift_started' | 'break_started' | 'break_ended' | 'shift_ended'; staffId: string }
      | { kind: 'rota_added'; entryId: string; staffId: string; contentHash: string }
      | { kind: 'rota_removed'; entryId: string; staffId: string }
  }
}

export const shiftsStage: Stage = {
  personal: [
    {
      kind: 'work',
      about: ['staff'],
      deletedBy: 'delete-old-shifts',
      tables: ['shift_event', 'staff_shift', 'rota_entry'],
    },
  ],
  routes: [shiftRoutes, shiftSummaryRoutes, rotaRoutes],
  operations: tagged('staff', {
    'GET /v1/me/shift': {
      id: 'readMyShift',
      shows: showsNothing,
      answer: {
        beganAt: '2026-05-04T07:00:00Z',
        endedAt: null,
        casesDecided: 31,
        enforcementsAnswered: 4,
        proposed: 9,
        agreed: 2,
        declined: 1,
        overturned: 0,
        waitsForMe: 0,
        waitsForAgreement: 1,
        waitsForHold: 1,
        waitsForConfirmation: 0,
        waitsForAnswer: 1,
        casesHeld: 1,
        asked: 2,
        transferred: 1,
        givenBack: 0,
        severeToday: 12,
        severeADay: 80,
      },
    },
    'GET /v1/me/shifts': { id: 'listMyShifts', shows: showsNothing },
    'GET /v1/shifts': { id: 'listShifts', shows: showsNothing },
    'POST /v1/me/shift/break': { id: 'startBreak' },
    'POST /v1/me/shift/back': { id: 'endBreak' },
    'POST /v1/me/shift/end': { id: 'endShift' },
    'GET /v1/rota': { id: 'listRota', shows: showsNothing },
    'POST /v1/rota': { id: 'addToRota' },
    'POST /v1/rota/:entryId/remove': { id: 'removeFromRota', request: { signature: SIGNATURE } },
  }),
  periodicTasks: [{ name: 'delete-old-shifts', everyMs: 3_600_000, run: forgetWork }],
}
