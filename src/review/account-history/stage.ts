import { subjectKey } from '../../foundation/domain.ts'
import { type Stage, tagged } from '../../policy/stage/stage.ts'
import { readText, type Shows } from '../../policy/stage/view.ts'
import { accountFactsRoutes } from './account-facts-routes.ts'
import { accountHistoryRoutes } from './account-history-routes.ts'

const ofAccount: Shows = (_answer, { params, query }) => {
  const accountId = String(params.accountId)
  const reason = readText(query.reason)
  return [
    {
      kind: 'account',
      subject: subjectKey({ kind: 'account', id: accountId }),
      accountId,
      reason,
      inCase: reason === undefined,
    },
  ]
}

export const accountHistoryStage: Stage = {
  routes: [accountHistoryRoutes, accountFactsRoutes],
  operations: tagged('review', {
    'GET /v1/accounts/:accountId/history': { id: 'readAccountHistory', shows: ofAccount },
    'GET /v1/accounts/:accountId/facts': { id: 'readAccountFacts', shows: ofAccount },
  }),
}
