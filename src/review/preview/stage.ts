import type { Action } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { previewRoutes } from './preview-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    preview: { kind: 'enforcement_previewed'; caseId: string; action: Action; reasonHash: string }
  }
}

export const previewStage: Stage = {
  personal: [{ kind: 'decision', about: ['account', 'staff'], deletedBy: null, tables: ['preview'] }],
  routes: [previewRoutes],
  operations: tagged('review', {
    'POST /v1/enforcements/preview': {
      id: 'previewEnforcement',
      request: { caseId: 'case_7', policyId: 'scam', action: 'deactivate' },
    },
  }),
}
