import { subjectKey } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, showsList, showsNothing } from '../../policy/stage/view.ts'
import { listRoutes } from './list-routes.ts'
import type { ListedCase } from './listed-case.ts'

/** A preview is counted as a row of a search, because a reader opens many in a row. */
const showsPreview = shows<ListedCase>(({ id: caseId, subject, accountId }) => [
  { kind: 'list', subject: subjectKey(subject), ...(accountId !== null && { accountId }), caseId },
])

/** The stage of the list of cases, which shows waiting cases and claims none. */
export const caseListStage: Stage = {
  routes: [listRoutes],
  operations: tagged('queue', {
    'GET /v1/cases': { id: 'listCases', shows: showsList },
    'GET /v1/cases/:caseId/preview': { id: 'previewCase', shows: showsPreview },
    'GET /v1/queues': { id: 'countQueues', shows: showsNothing },
  }),
}
