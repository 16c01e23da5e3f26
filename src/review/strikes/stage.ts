import type { Action } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { openStrikeCase } from './open-strike-case.ts'
import { strikeRoutes } from './strike-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    strikes: {
      /** The strikes of an account reached a threshold and opened a case, which proposes this action to a person. */
      kind: 'strikes_reached'
      strikeCaseId: string
      caseId: string
      points: number
      action: Action
      enforcementIds: string[]
    }
  }
}

export const strikesStage: Stage = {
  personal: [{ kind: 'enforcement', about: ['account', 'staff'], deletedBy: null, tables: ['strike_case'] }],
  routes: [strikeRoutes],
  operations: tagged('approval', {
    'GET /v1/accounts/:accountId/strikes': {
      id: 'readStrikes',
      answer: {
        points: 3,
        items: [
          {
            ...{ enforcementId: 'enf_12', policyId: 'scam', policy: 'Cheating people of money or data' },
            ...{ action: 'remove', points: 3 },
            ...{ struckAt: '2026-05-04T07:00:01.204Z', expiresAt: '2027-05-04T07:00:01.204Z' },
          },
        ],
        thresholds: [{ points: 6, action: 'suspend', durationMs: 604_800_000, people: 2, counted: 3 }],
      },
    },
  }),
  jobs: () => ({ strike: openStrikeCase }),
}
