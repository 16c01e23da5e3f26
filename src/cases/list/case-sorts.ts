import { raw, type Sql } from 'sql-template-tag'
import { ascending, descending, type ListedRows } from '../../foundation/database/select-page.ts'

/** The orders of a list of cases. `priority` is the order in which the queue gives cases to reviewers. */
export const CASE_SORTS = ['age', 'priority', 'due', 'reach'] as const
export type CaseSort = (typeof CASE_SORTS)[number]

/** The time that stands for "no time" in the index. The expression must equal that of the index to use it. */
const NEVER = `timestamptz '2286-01-01 00:00+00'`

/**
 * The columns of the queue's order, as its index has them: near legal clocks, precedence, returned cases, late cases by
 * lateness, then rank.
 */
export const ORDER_COLUMNS: Sql = raw(`coalesce(candidate.pressing_due_at, ${NEVER}) as "turnPressing",
  (case when candidate.returned then 0 else 1 end - 2 * candidate.precedence) as "turnFirst",
  coalesce(candidate.missed_due_at, ${NEVER}) as "turnLate", (-candidate.rank) as "turnRank",
  candidate.reach_class as "turnReach"`)

const ID = raw('listed.id')
const OPENED = raw('listed."openedAt"')

export const CASE_KEYS: Record<CaseSort, ListedRows['key']> = {
  age: [ascending(OPENED, 'time'), ascending(ID, 'text')],
  due: [ascending(raw('listed."dueAt"'), 'time'), ascending(ID, 'text')],
  reach: [descending(raw('listed."turnReach"'), 'number'), descending(OPENED, 'time'), descending(ID, 'text')],
  priority: [
    ascending(raw('listed."turnPressing"'), 'time'),
    ascending(raw('listed."turnFirst"'), 'number'),
    ascending(raw('listed."turnLate"'), 'time'),
    ascending(raw('listed."turnRank"'), 'fraction'),
    ascending(OPENED, 'time'),
    ascending(ID, 'text'),
  ],
}
