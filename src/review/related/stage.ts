import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows } from '../../policy/stage/view.ts'
import { type OfCase, viewOfCase } from '../profile/view-of-case.ts'
import { relatedRoutes } from './related-routes.ts'
import type { ShownRelated } from './show-related.ts'

/**
 * Records a view of the case's account, and one of the list of related accounts whose identity was shown. The holder of
 * the case has no case about those.
 */
const ofRelated = shows<OfCase & Pick<ShownRelated, 'signals'>>((answer, { by }) => {
  const related = new Set(answer.signals.flatMap(({ accounts }) => accounts.flatMap(({ id }) => id ?? [])))
  return [
    viewOfCase('account', answer, by),
    ...(related.size === 0
      ? []
      : [{ kind: 'list', caseId: answer.caseId, shown: related.size, inCase: false } as const]),
  ]
})

export const relatedStage: Stage = {
  routes: [relatedRoutes],
  operations: tagged('review', {
    'GET /v1/cases/:caseId/related-accounts': { id: 'listRelatedAccounts', shows: ofRelated },
  }),
}
