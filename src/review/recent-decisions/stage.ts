import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { formatFilter } from '../../oversight/views/format-filter.ts'
import { shows, showsNothing } from '../../policy/stage/view.ts'
import { recentDecisionRoutes } from './routes.ts'

/** Records the list with its filter as words: it shows accounts of all cases, so it counts like a search. */
const showsDecisions = shows<{ items?: readonly unknown[] }>(({ items = [] }, { query }) =>
  items.length === 0 ? [] : [{ kind: 'list', words: formatFilter('decisions', query), shown: items.length }],
)

/** The stage of the list of recent decisions. Its export records each of its pages itself, while it is sent. */
export const recentDecisionsStage: Stage = {
  routes: [recentDecisionRoutes],
  operations: tagged('review', {
    'GET /v1/decisions': {
      id: 'listDecisions',
      shows: showsDecisions,
      answer: {
        items: [
          {
            id: 'dec_31',
            at: '2026-05-04T09:12:44.118Z',
            rule: null,
            byRule: false,
            caseId: 'case_7',
            subject: { kind: 'content', id: 'post-771' },
            accountId: 'user-900',
            handle: 'rosa_bakes',
            queue: 'general',
            category: 'SCAMS_AND_FRAUD',
            language: 'en',
            conclusion: 'violation',
            policyId: 'scam',
            actions: ['hide'],
            ownActions: [],
            enforcements: [{ id: 'enf_12', action: 'hide', own: null, state: 'in_effect' }],
            reviewer: null,
          },
        ],
        nextCursor: null,
      },
    },
    'GET /v1/decision-exports': { id: 'exportDecisions', shows: showsNothing },
  }),
}
