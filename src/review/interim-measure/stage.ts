import { SIGNATURE } from '../../policy/stage/example-values.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { interimRoutes } from './interim-routes.ts'

export const interimMeasureStage: Stage = {
  routes: [interimRoutes],
  operations: tagged('review', {
    'POST /v1/interim-measures': {
      id: 'takeInterimMeasure',
      request: {
        ...{ caseId: 'case_7', policyId: 'scam', action: 'lock', signature: SIGNATURE },
        reason: 'It posts a new link each minute, and no second reviewer is on duty yet.',
      },
    },
  }),
}
