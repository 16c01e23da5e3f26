import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList } from '../../policy/stage/view.ts'
import { beginDrills } from './begin-drills.ts'
import { planRepeating } from './repeat-drills.ts'
import { drillRoutes } from './routes.ts'
import type { AlertRows } from '../../policy/stage/alert-kinds.ts'

const DRILL_ALERTS = {
  drill: {
    calls: true,
    act: 'Act as in an incident: find the account and restore it.',
  },
  drill_refused: { calls: false, act: 'Read the reason, and plan the drill again.' },
} as const satisfies AlertRows

declare module '../../policy/stage/alert-kinds.ts' {
  interface AlertKinds {
    drill: keyof typeof DRILL_ALERTS
  }
}

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    drill:
      | { kind: 'drill_planned'; drillId: string; scenario: string; beginsAt: string }
      | { kind: 'drill_begun' | 'drill_refused'; drillId: string }
      | { kind: 'drill_scheduled'; scheduleId: string; scenario: string; every: string }
      | { kind: 'drill_schedule_ended'; scheduleId: string }
      | { kind: 'drill_skipped'; scheduleId: string; why: string }
  }
}

export const drillStage: Stage = {
  personal: [
    {
      kind: 'change',
      about: ['account', 'staff'],
      deletedBy: null,
      tables: ['drill_account', 'drill_schedule', 'drill_run'],
    },
  ],
  alerts: DRILL_ALERTS,
  routes: [drillRoutes],
  operations: tagged('drill', {
    'GET /v1/drills': { id: 'listDrills', shows: showsList },
    'POST /v1/drills': { id: 'planDrill' },
    'POST /v1/drills/:drillId/call-off': { id: 'callOffDrill' },
    'POST /v1/drill-schedules': { id: 'repeatDrill' },
    'POST /v1/drill-schedules/:scheduleId/end': { id: 'endDrillSchedule' },
  }),
  periodicTasks: [
    { name: 'schedule-repeating-drills', everyMs: 10_000, run: planRepeating },
    { name: 'start-scheduled-drills', everyMs: 2_000, run: beginDrills },
  ],
}
