import { isDeepStrictEqual } from 'node:util'
import { type Message, message } from '../../../foundation/messages/message.ts'
import type { Bound, Budget, Budgets, StopLimits } from '../../../policy/budgets/budgets-file.ts'
import { ruleOf } from '../../../policy/budgets/budgets-file.ts'
import { bulkActionsAskNoLess, bulkRulesMessage } from '../../../policy/budgets/bulk-action-rules.ts'
import { budgetMessage, stopLimitsMessage } from '../../../policy/budgets/format-budget.ts'
import type { Described, Direction } from '../../change/wanted.ts'
import { paragraphs } from '../../describe/paragraphs.ts'

/** The budgets in force before people agreed to any. */
export const NO_BUDGETS =
  'budgets: []\nstop_limits: { within: 1m, stops: 1000000000000, declines: 1000000000000, restores: 1000000000000 }\n' +
  'bulk_actions: { subjects: 100000, sample: 1, wrong: 1, expires: 168h, stages: [{ share: 1 }], stops: { restores: { count: 1000000, share: 1 }, appeals: { count: 1000000, share: 1 }, guarded: { count: 1000000, share: 1 } } }\n'

interface BudgetDiff {
  id: string
  direction: Direction
  /** The budget before the change. Null: it is new. */
  was: Message | null
  /** The budget after the change. Null: it is removed. */
  is: Message | null
}

/**
 * Compares two budgets files, budget by budget. The change is stricter only when each old budget has a new one that
 * requires no less of any enforcement. It is looser only when the same holds the other way round. Pure.
 */
export function compareBudgets(before: Budgets, after: Budgets): Described {
  const diffs = diffBudgets(before, after)
  const lines = diffs.flatMap(({ id, was, is }) => {
    if (was === null) return [message('described.ruleSet.isNew', { id, is: is ?? '' })]
    if (is === null) return [message('described.ruleSet.goes', { id, was })]
    return [message('described.ruleSet.changes', { id, was }), message('described.ruleSet.itIs', { is })]
  })
  return {
    says: lines.length === 0 ? message('described.ruleSet.sameBudgets') : paragraphs(lines),
    direction: describeDirection(before, after),
  }
}

/**
 * Lists each budget that differs, and its direction; stop limits and bulk actions last. In the order of the files, the
 * old one first. Pure.
 */
export function diffBudgets(before: Budgets, after: Budgets): BudgetDiff[] {
  const [old, now] = [byId(before), byId(after)]
  const budgets = [...new Set([...old.keys(), ...now.keys()])].flatMap((id): BudgetDiff[] => {
    const [was, is] = [old.get(id), now.get(id)]
    if (was && is && ruleOf(was) === ruleOf(is)) return []
    return [
      { id, direction: directionOf(was, is), was: was ? budgetMessage(was) : null, is: is ? budgetMessage(is) : null },
    ]
  })
  return [...budgets, ...diffStopLimits(before, after), ...diffBulkActions(before, after)]
}

function diffStopLimits(before: Budgets, after: Budgets): BudgetDiff[] {
  const [was, is] = [stopLimitsMessage(before.stopLimits), stopLimitsMessage(after.stopLimits)]
  if (isDeepStrictEqual(was, is)) return []
  const alone = (stopLimits: StopLimits) => ({ budgets: [], stopLimits, bulkActions: null, hash: '' })
  const direction = describeDirection(alone(before.stopLimits), alone(after.stopLimits))
  return [{ id: 'stop_limits', direction, was, is }]
}

function diffBulkActions(before: Budgets, after: Budgets): BudgetDiff[] {
  const [was, is] = [bulkRulesMessage(before.bulkActions), bulkRulesMessage(after.bulkActions)]
  if (isDeepStrictEqual(was, is)) return []
  const alone = ({ bulkActions }: Budgets) => ({ budgets: [], stopLimits: before.stopLimits, bulkActions, hash: '' })
  return [{ id: 'bulk_actions', direction: describeDirection(alone(before), alone(after)), was, is }]
}

const byId = ({ budgets }: Budgets) => new Map(budgets.map((budget) => [budget.id, budget]))

const describeDirection = (before: Budgets, after: Budgets): Direction =>
  isNoLess(before, after) ? 'stricter' : isNoLess(after, before) ? 'looser' : 'mixed'

function directionOf(was: Budget | undefined, is: Budget | undefined): Direction {
  if (was === undefined) return 'stricter'
  if (is === undefined) return 'looser'
  return limitsNoLess(is, was) ? 'stricter' : limitsNoLess(was, is) ? 'looser' : 'mixed'
}

/** True when the second file limits everything that the first one limits. */
const isNoLess = (first: Budgets, second: Budgets): boolean =>
  first.budgets.every((budget) => second.budgets.some((other) => limitsNoLess(other, budget))) &&
  bulkActionsAskNoLess(first.bulkActions, second.bulkActions) &&
  second.stopLimits.withinMs >= first.stopLimits.withinMs &&
  (['stops', 'declines', 'restores'] as const).every((kind) => second.stopLimits[kind] <= first.stopLimits[kind])

/**
 * True when the second budget covers at least the same time, counts everything that the first counts, and limits no
 * later.
 */
const limitsNoLess = (one: Budget, other: Budget): boolean =>
  one.of === other.of &&
  one.withinMs >= other.withinMs &&
  other.actions.every((action) => one.actions.includes(action)) &&
  isNoHigher(one.enforcements, other.enforcements) &&
  isNoHigher(one.reach, other.reach)

const isNoHigher = (one: Bound | null, other: Bound | null): boolean =>
  other === null || (one !== null && one.over <= other.over && one.open <= other.open)
