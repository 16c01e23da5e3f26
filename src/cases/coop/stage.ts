import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { coopRoutes } from './routes.ts'

const LISTING = {
  ...{ id: '77', typeId: 'listing' },
  data: { name: 'Two tickets', author: { id: '900', typeId: 'user' } },
}

/** The stage that receives what platforms sent to Coop before. */
export const coopStage: Stage = {
  routes: [coopRoutes],
  operations: tagged('intake', {
    'POST /api/v1/report': {
      id: 'receiveCoopReport',
      request: {
        reporter: { kind: 'user', id: '31', typeId: 'user' },
        reportedAt: '2026-05-04T06:59:58.000Z',
        reportedForReason: { policyId: 'fraud', reason: 'Sells tickets that do not exist.' },
        reportedItem: LISTING,
      },
      answer: { reportId: 'rep_12' },
    },
    'POST /api/v1/items/async/': { id: 'recordCoopItems', request: { items: [LISTING] } },
    'GET /api/v1/policies/': { id: 'listCoopPolicies' },
  }),
}
