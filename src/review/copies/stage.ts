import { accountKey, type Subject, subjectKey } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows } from '../../policy/stage/view.ts'
import { copiesRoutes } from './copies-routes.ts'

interface OfCase {
  caseId: string
  subject: Subject
  accountId: string | null
  claimedBy: string | null
  copies: readonly unknown[]
}

/** Records a view of the case's account, and one of the list of copies: the holder has no case about those. */
const ofCopies = shows<OfCase>(({ caseId, subject, accountId, claimedBy, copies }, { by }) => [
  {
    ...{ kind: 'account', caseId, accountId: accountId ?? undefined, inCase: claimedBy === by.pseudonym },
    subject: accountId === null ? subjectKey(subject) : accountKey(accountId),
  },
  ...(copies.length === 0 ? [] : [{ kind: 'list', caseId, shown: copies.length, inCase: false } as const]),
])

export const copiesStage: Stage = {
  routes: [copiesRoutes],
  operations: tagged('review', { 'GET /v1/cases/:caseId/copies': { id: 'listCopies', shows: ofCopies } }),
}
