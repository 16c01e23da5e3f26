import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { eventRoutes } from './event-routes.ts'
import { spreadEvents } from './spread-events.ts'

export const eventsStage: Stage = {
  routes: [eventRoutes],
  operations: tagged('notice', {
    'GET /v1/events': { id: 'followEvents', shows: showsNothing },
  }),
  periodicTasks: [{ name: 'queue-webhook-events', everyMs: 500, afterWrites: true, run: spreadEvents }],
}
