import { subjectKey } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows, showsList, showsNothing } from '../../policy/stage/view.ts'
import { listRoutes } from './list-routes.ts'
import type { ListedCase } from './listed-case.ts'

/** A preview is counted like a row of a search, since a reader moves through many. */
const showsPreview = shows<ListedCase>(({ id: caseId, subject, accountId }) => [
  { kind: 'list', subject: subjectKey(subject), ...(accountId !== null && { accountId }), caseId },
])

/** The stage of the list of cases: it shows what waits and claims nothing. */
export const caseListStage: Stage = {
  routes: [listRoutes],
  operations: tagged('queue', {
    'GET /v1/cases': { id: 'listCases', shows: showsList },
    'GET /v1/cases/:caseId/preview': { id: 'previewCase', shows: showsPreview },
    'GET /v1/queues': { id: 'countQueues', shows: showsNothing },
  }),
}
