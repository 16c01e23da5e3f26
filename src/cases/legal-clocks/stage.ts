import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList } from '../../policy/stage/view.ts'
import { clockRoutes } from './clock-routes.ts'
import { watchClocks } from './watch-clocks.ts'
import { LAW_CHECKS } from '../law-checks.ts'

export const legalClocksStage: Stage = {
  routes: [clockRoutes],
  operations: tagged('law', {
    'GET /v1/legal-clocks': { id: 'listLegalClocks', shows: showsList },
  }),
  periodicTasks: [{ name: 'alert-legal-deadlines', everyMs: 2_000, run: watchClocks }],
  ledgerChecks: LAW_CHECKS,
}
