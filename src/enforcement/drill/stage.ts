import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList } from '../../policy/stage/view.ts'
import { beginDrills } from './begin-drills.ts'
import { planRepeating } from './repeat-drills.ts'
import { drillRoutes } from './routes.ts'

export const drillStage: Stage = {
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
