import { subjectKey } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { readText, shows } from '../../policy/stage/view.ts'
import { INDEX_EVERY_MS, indexComments, indexStems } from './comments/index-comments.ts'
import { type ReporterAnswer, reporterRoutes } from './reporter-routes.ts'
import { searchRoutes } from './routes.ts'

const ofReporter = shows<ReporterAnswer>(({ caseId, subject, accountId }, { query }) => [
  {
    kind: 'reporter',
    caseId,
    subject: subjectKey(subject),
    accountId: accountId ?? undefined,
    reason: readText(query.reason),
  },
])

const ofSearch = shows<{ items: readonly unknown[] }>(({ items }, { query }) => [
  {
    kind: query.kind === 'reporter' ? 'reporter' : 'search',
    words: readText(query.q)?.trim() || undefined,
    reason: readText(query.reason),
    shown: items.length,
  },
])

export const searchStage: Stage = {
  routes: [reporterRoutes, searchRoutes],
  periodicTasks: [
    { name: 'index-report-comments', everyMs: INDEX_EVERY_MS, afterWrites: true, run: indexComments },
    { name: 'index-content-stems', everyMs: INDEX_EVERY_MS, afterWrites: true, run: indexStems },
  ],
  operations: {
    ...tagged('review', {
      'GET /v1/cases/:caseId/reports/:reportId/reporter': { id: 'readReporter', shows: ofReporter },
    }),
    ...tagged('search', {
      'GET /v1/search': {
        id: 'searchDesk',
        shows: ofSearch,
        answer: {
          items: [
            {
              kind: 'case',
              id: 'case_7',
              subject: { kind: 'content', id: 'post-771' },
              accountId: 'user-900',
              state: 'open',
              queue: 'general',
              category: 'SCAMS_AND_FRAUD',
              language: 'en',
              item: 'listing',
              region: 'IE',
              returned: false,
              breached: false,
              escalated: false,
              appealId: null,
              bulkActionId: null,
              reportCount: 3,
              reporterCount: 2,
              openedAt: '2026-05-04T07:00:01.204Z',
              dueAt: '2026-05-05T07:00:01.204Z',
              lawDueAt: null,
              closedAt: null,
              claimedBy: null,
              claimedUntil: null,
              excerpt: 'Last tickets, write to me.',
            },
          ],
          nextCursor: null,
          complete: true,
          incomplete: [],
        },
      },
    }),
  },
}
