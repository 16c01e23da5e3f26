import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { shows } from '../../policy/stage/view.ts'
import { type OfCase, viewOfCase } from '../profile/view-of-case.ts'
import { copiesRoutes } from './copies-routes.ts'

/** Records a view of the case's account, and one of the list of copies: the holder has no case about those. */
const ofCopies = shows<OfCase & { copies: readonly unknown[] }>((answer, { by }) => [
  viewOfCase('account', answer, by),
  ...(answer.copies.length === 0
    ? []
    : [{ kind: 'list', caseId: answer.caseId, shown: answer.copies.length, inCase: false } as const]),
])

export const copiesStage: Stage = {
  routes: [copiesRoutes],
  operations: tagged('review', { 'GET /v1/cases/:caseId/copies': { id: 'listCopies', shows: ofCopies } }),
}
