import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { decisionRoutes } from './decision-routes.ts'
import { proposalRoutes } from './proposal-routes.ts'

export const decideStage: Stage = {
  routes: [proposalRoutes, decisionRoutes],
  operations: tagged('review', {
    'POST /v1/proposal-signings': {
      id: 'prepareProposal',
      request: { caseId: 'case_7', policyId: 'scam', action: 'lock', interim: true },
    },
    'POST /v1/cases/:caseId/decisions': {
      id: 'decideCase',
      request: {
        draftId: 'draft-7',
        conclusion: 'violation',
        policyId: 'scam',
        rationale: 'Asks for money in advance for tickets that were never sold.',
        actions: [{ action: 'remove' }, { action: 'suspend', durationMs: 604_800_000 }],
      },
    },
  }),
}
