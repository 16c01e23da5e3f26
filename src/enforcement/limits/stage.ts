import sql from 'sql-template-tag'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { budgetRoutes } from './budget-routes.ts'
import { prepareExtension } from './freeze.ts'
import { freezeRoutes } from './freeze-routes.ts'
import { alertFrequentStops } from './alert-frequent-stops.ts'

export const limitsStage: Stage = {
  routes: [freezeRoutes, budgetRoutes],
  operations: tagged('approval', {
    'GET /v1/budgets': { id: 'readBudgets', shows: showsNothing },
    'GET /v1/freezes': { id: 'listFreezes', shows: showsNothing },
    'POST /v1/freezes': { id: 'beginFreeze', request: { reason: 'Somebody suspends newsrooms with a stolen laptop.' } },
    'POST /v1/freezes/:freezeId/extend': { id: 'extendFreeze' },
    'POST /v1/freezes/:freezeId/end': { id: 'endFreeze' },
  }),
  periodicTasks: [
    { name: 'alert-frequent-stops', everyMs: 5_000, run: alertFrequentStops },
    { name: 'delete-spent-budgets', everyMs: 600_000, run: ({ db }) => db.query(sql`select forget_spent()`) },
  ],
  signables: {
    freeze_extend: prepareExtension,
  },
}
