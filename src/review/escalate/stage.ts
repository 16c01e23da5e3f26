import type { Conclusion, EscalationQueue, Urgency } from '../../foundation/domain.ts'
import { SIGNATURE } from '../../policy/stage/example-values.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { escalationRoutes } from './escalation-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    escalate:
      | {
          /** An escalation: the decision stays recorded, and the case goes to a queue of specialists. */
          kind: 'case_escalated'
          caseId: string
          decisionId: string
          conclusion: Conclusion
          policyId?: string
          contentHash: string
          to: EscalationQueue
          urgency: Urgency
          acknowledgeBy: string
        }
      | { kind: 'case_answered'; caseId: string; decisionId: string; answerHash: string; agrees?: boolean }
  }
}

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
