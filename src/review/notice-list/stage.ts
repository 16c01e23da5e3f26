import { formatFilter } from '../../oversight/views/format-filter.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, showsNothing } from '../../policy/stage/view.ts'
import { noticeListRoutes } from './notice-routes.ts'

/** Records the list with its filter as words: it shows accounts of all cases, so it counts like a search. */
const showsNotices = shows<{ items?: readonly unknown[] }>(({ items = [] }, { query }) =>
  items.length === 0 ? [] : [{ kind: 'list', words: formatFilter('notices', query), shown: items.length }],
)

/** The stage of the list of notices, for people of the desk. */
export const noticeListStage: Stage = {
  routes: [noticeListRoutes],
  operations: tagged('intake', {
    'GET /v1/notices': {
      id: 'listNotices',
      shows: showsNotices,
      answer: {
        items: [
          {
            ...{
              id: 'ntc_12',
              kind: 'scam',
              category: 'SCAMS_AND_FRAUD',
              subject: { kind: 'content', id: 'post-771' },
            },
            ...{ accountId: 'user-900', handle: 'rosa_bakes', displayName: 'Rosa', reach: 812, protected: false },
            ...{ language: 'en', receivedAt: '2026-05-04T09:12:44.118Z', state: 'open', late: false, caseId: 'case_7' },
            ...{ dueAt: '2026-05-06T09:12:44.118Z', lawDueAt: null, outcome: null, answeredAt: null },
            ...{ sender: 'confirmed', flagger: null, senderStanding: null },
          },
        ],
        nextCursor: null,
      },
    },
    'GET /v1/notice-counts': { id: 'countNotices', shows: showsNothing },
  }),
}
