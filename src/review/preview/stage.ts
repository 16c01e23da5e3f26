import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { previewRoutes } from './preview-routes.ts'

export const previewStage: Stage = {
  routes: [previewRoutes],
  operations: tagged('review', {
    'POST /v1/enforcements/preview': {
      id: 'previewEnforcement',
      request: { caseId: 'case_7', policyId: 'scam', action: 'deactivate' },
    },
  }),
}
