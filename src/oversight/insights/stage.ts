import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { insightRoutes } from './routes.ts'
import { COUNT_EVERY_MS, countSnapshots } from './snapshots/count-snapshots.ts'

export const insightsStage: Stage = {
  routes: [insightRoutes],
  periodicTasks: [{ name: 'count-queue-snapshots', everyMs: COUNT_EVERY_MS, run: countSnapshots }],
  operations: tagged('insight', {
    'GET /v1/insights/:chart': { id: 'readInsight', shows: showsNothing },
  }),
}
