import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { showsList } from '../../policy/stage/view.ts'
import { protectListRoutes } from './routes.ts'

declare module '../../ledger/entries/entry-payload.ts' {
  interface LedgerEntries {
    /** One person's judgement of the sample of a protect list. `wrong`: accounts that do not belong on it. */
    protectList: { kind: 'protect_list_judged'; changeId: string; wrong: readonly string[] }
  }
}

export const protectListStage: Stage = {
  personal: [{ kind: 'change', about: ['account', 'staff'], deletedBy: null, tables: ['protect_list_judgement'] }],
  routes: [protectListRoutes],
  operations: tagged('change', {
    'POST /v1/protection-lists/match': {
      id: 'matchProtectionList',
      request: {
        tag: 'public_office',
        list: [{ handles: ['@minister_vale'], ids: [], domains: ['transport.harbour.example'] }],
      },
      answer: {
        matches: [
          {
            accountId: 'vale',
            handle: 'minister_vale',
            displayName: 'Ada Vale',
            reach: 43_500_000,
            by: 'handle_and_domain',
            doubts: [],
            isTagged: false,
          },
        ],
        unmatched: 0,
      },
    },
    'GET /v1/changes/:changeId/sample': { id: 'listProtectionListSample', shows: showsList },
    'POST /v1/changes/:changeId/sample': { id: 'judgeProtectionListSample', request: { wrong: ['user-900'] } },
  }),
}
