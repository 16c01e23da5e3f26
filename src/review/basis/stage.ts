import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsNothing } from '../../policy/stage/view.ts'
import { basisRoutes } from './basis-routes.ts'

export const basisStage: Stage = {
  routes: [basisRoutes],
  operations: tagged('review', {
    // The caller holds the case, and its view is recorded already.
    'GET /v1/cases/:caseId/basis': { id: 'prefillBasis', shows: showsNothing },
    'POST /v1/statements/preview': {
      id: 'previewStatement',
      request: {
        caseId: 'case_7',
        policyId: 'scam',
        action: 'deactivate',
        basis: { explanation: 'You sold medicine.' },
      },
    },
  }),
}
