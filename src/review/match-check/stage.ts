import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { matchRoutes } from './match-routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    /** A media hash of a content is on a match list. The hash itself is stored only in `contentHash`. */
    matchCheck: {
      kind: 'content_matched'
      matchId: string
      caseId: string
      mediaId: string
      listId: string
      contentHash: string
    }
  }
}

export const matchCheckStage: Stage = {
  personal: [{ kind: 'decision', about: ['account', 'staff'], deletedBy: null, tables: ['content_match'] }],
  routes: [matchRoutes],
  operations: tagged('review', {
    'POST /v1/cases/:caseId/match-checks': {
      id: 'checkMatches',
      answer: {
        media: [
          {
            mediaId: 'media_9',
            result: 'matches',
            matches: [{ listId: 'mlist_2', list: 'Hotline 2026-11', ref: 'match_12', refusal: null }],
          },
        ],
        goodUntil: '2026-05-04T09:05:00Z',
      },
    },
  }),
}
