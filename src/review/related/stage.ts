import { accountKey, type Subject, subjectKey } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows } from '../../policy/stage/view.ts'
import { relatedRoutes } from './related-routes.ts'
import type { ShownRelated } from './show-related.ts'

interface OfCase extends Pick<ShownRelated, 'signals'> {
  caseId: string
  subject: Subject
  accountId: string | null
  claimedBy: string | null
}

/**
 * Records a view of the case's account, and one of the list of related accounts whose identity was shown. The holder of
 * the case has no case about those.
 */
const ofRelated = shows<OfCase>(({ caseId, subject, accountId, claimedBy, signals }, { by }) => {
  const related = new Set(signals.flatMap(({ accounts }) => accounts.flatMap(({ id }) => id ?? [])))
  return [
    {
      ...{ kind: 'account', caseId, accountId: accountId ?? undefined, inCase: claimedBy === by.pseudonym },
      subject: accountId === null ? subjectKey(subject) : accountKey(accountId),
    },
    ...(related.size === 0 ? [] : [{ kind: 'list', caseId, shown: related.size, inCase: false } as const]),
  ]
})

export const relatedStage: Stage = {
  routes: [relatedRoutes],
  operations: tagged('review', {
    'GET /v1/cases/:caseId/related-accounts': { id: 'listRelatedAccounts', shows: ofRelated },
  }),
}
