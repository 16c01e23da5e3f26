import { SIGNATURE } from '../../policy/stage/example-values.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { lesserRoutes } from './lesser-routes.ts'

export const interimMeasureStage: Stage = {
  routes: [lesserRoutes],
  operations: tagged('review', {
    'POST /v1/lesser-measures': {
      id: 'takeLesserMeasure',
      request: {
        ...{ caseId: 'c-7', policyId: 'scam', action: 'lock', signature: SIGNATURE },
        reason: 'It posts a new link each minute, and no second reviewer is on duty yet.',
      },
    },
  }),
}
