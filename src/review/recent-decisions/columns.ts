import { subjectKey } from '../../foundation/domain.ts'
import type { Export } from '../../oversight/views/send-export.ts'
import type { Decision } from './routes.ts'

type Columns = Export<Decision>['columns']

const COLUMNS: Columns = {
  id: ({ id }) => id,
  at: ({ at }) => at.toISOString(),
  case: ({ caseId }) => caseId,
  subject: ({ subject }) => subjectKey(subject),
  account: ({ accountId }) => accountId,
  handle: ({ handle }) => handle,
  queue: ({ queue }) => queue,
  category: ({ category }) => category,
  language: ({ language }) => language,
  conclusion: ({ conclusion }) => conclusion,
  policy: ({ policyId }) => policyId,
  actions: ({ actions }) => actions.join(' '),
  own_actions: ({ ownActions }) => ownActions.join(' '),
  enforcements: ({ enforcements }) => enforcements.map(({ id, state }) => `${id} ${state}`).join(', '),
  automatic: ({ byRule }) => byRule,
  rule: ({ rule }) => rule,
}

/** Returns the columns of the file, with the guards for a reader who may see them. No file names a reviewer. */
export const columnsFor = (seesGuards: boolean): Columns =>
  seesGuards ? { ...COLUMNS, guards: ({ guards = [] }) => guards.join(' ') } : COLUMNS
