import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { exportRoutes } from './export-routes.ts'

/** The stage of the export of changes to a data warehouse. */
export const warehouseStage: Stage = {
  routes: [exportRoutes],
  operations: tagged('audit', {
    'GET /v1/export': { id: 'exportChanges' },
  }),
}
