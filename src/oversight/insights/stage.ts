import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { insightRoutes } from './routes.ts'

export const insightsStage: Stage = {
  routes: [insightRoutes],
  operations: tagged('insight', {
    'GET /v1/insights/:chart': { id: 'readInsight', shows: showsNothing },
  }),
}
