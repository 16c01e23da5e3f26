import { SIGNATURE } from '../../policy/stage/example-values.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { escalationRoutes } from './escalation-routes.ts'

export const escalateStage: Stage = {
  routes: [escalationRoutes],
  operations: tagged('review', {
    'POST /v1/cases/:caseId/answer': {
      id: 'answerCase',
      request: {
        answer: 'She speaks as a minister about the ferries, and everybody should hear what she calls their crews.',
        agrees: true,
        reviewBy: '2026-08-01T00:00:00Z',
        signature: SIGNATURE,
      },
    },
  }),
}
