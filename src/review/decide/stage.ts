import type { Conclusion } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { decisionRoutes } from './decision-routes.ts'
import { proposalRoutes } from './proposal-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    decide: {
      kind: 'case_decided'
      caseId: string
      decisionId: string
      conclusion: Conclusion
      policyId?: string
      contentHash: string
      enforcements: readonly string[]
      joined: readonly string[]
      standing: readonly string[]
    }
  }
}

export const decideStage: Stage = {
  personal: [{ kind: 'decision', about: ['account', 'staff'], deletedBy: null, tables: ['decision'] }],
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
