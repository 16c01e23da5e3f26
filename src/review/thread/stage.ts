import { type Subject, subjectKey } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows } from '../../policy/stage/view.ts'
import { threadRoutes } from './thread-routes.ts'

interface OfCase {
  caseId: string
  subject: Subject
  accountId: string | null
  claimedBy: string | null
}

const ofContent = shows<OfCase>(({ caseId, subject, accountId, claimedBy }, { by }) => [
  {
    ...{ kind: 'case', caseId, subject: subjectKey(subject) },
    ...{ accountId: accountId ?? undefined, inCase: claimedBy === by.pseudonym },
  },
])

export const threadStage: Stage = {
  routes: [threadRoutes],
  operations: tagged('review', {
    'GET /v1/cases/:caseId/thread': { id: 'readCaseThread', shows: ofContent },
  }),
}
