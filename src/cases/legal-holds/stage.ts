import type { Static } from 'typebox'
import { subjectKey } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, showsList } from '../../policy/stage/view.ts'
import { holdRoutes } from './hold-routes.ts'
import { type KeptFactsReply, keptFactsRoutes } from './kept-facts-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    legalHolds:
      | { kind: 'legal_hold_placed'; holdId: string; until: string | null; contentHash: string }
      | { kind: 'legal_hold_lifted'; holdId: string; changeId: string }
  }
}

/** A view of preserved facts is recorded with the legal hold as its reason. */
const ofKeptFacts = shows<Static<typeof KeptFactsReply>>(({ accountId, holdId: reason }) =>
  accountId === null
    ? []
    : [{ kind: 'account', subject: subjectKey({ kind: 'account', id: accountId }), accountId, reason }],
)

export const legalHoldsStage: Stage = {
  personal: [{ kind: 'law', about: ['account', 'staff'], deletedBy: null, tables: ['legal_hold'] }],
  routes: [holdRoutes, keptFactsRoutes],
  operations: tagged('law', {
    'GET /v1/legal-holds': { id: 'listLegalHolds', shows: showsList },
    'GET /v1/legal-holds/:holdId/facts': { id: 'readKeptFacts', shows: ofKeptFacts },
    'POST /v1/legal-holds': {
      id: 'placeLegalHold',
      request: {
        subject: { kind: 'account', id: 'user-900' },
        reason: 'Evidence in an investigation.',
        authority: 'Police of Harbour',
        reference: 'HP-2026-118',
        until: '2027-05-04T00:00:00Z',
      },
    },
  }),
}
