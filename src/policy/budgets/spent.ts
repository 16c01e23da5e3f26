import { ACTIONS, type Action } from '../../foundation/domain.ts'
import { atLeastAsStrictAs, isRestrictive } from '../requirements/action-order.ts'
import type { Bound, Budget, Budgeted } from './budgets-file.ts'

/** The restrictive actions, in the order in which PostgreSQL counts them. Twin of spent_place in SQL. */
export const COUNTED: readonly Action[] = ACTIONS.filter(isRestrictive)

/** The running totals of one budget holder, action by action, at three moments. */
export interface Counted {
  /** The budget holder: a person's id, a team's name, empty for the desk. */
  key: string
  enforcements: readonly number[]
  reach: readonly number[]
  /** The totals at the beginning of the budget's time. */
  enforcementsBefore: readonly number[]
  reachBefore: readonly number[]
  /** The totals when the circuit breaker was last closed. Null: it never was. */
  enforcementsClosed: readonly number[] | null
  reachClosed: readonly number[] | null
}

/** The totals for the budget at this place of the query, from 1. */
export type CountedAt = Counted & { place: number }

/** Returns the totals in the order of the query. Null: the holder never spent anything. */
export function inPlace(counted: readonly CountedAt[], length: number): (Counted | null)[] {
  const places = new Map(counted.map((one) => [one.place, one]))
  return Array.from({ length }, (_, index) => places.get(index + 1) ?? null)
}

type Spending = 'within' | 'over' | 'open'

/** The amount spent from one budget just before an enforcement, and the resulting state. */
export interface Spent {
  budget: string
  of: Budgeted
  key: string
  withinMs: number
  enforcements: number
  reach: number
  /** over: one more approval is required. open: the enforcement waits until two people have closed the breaker. */
  spending: Spending
}

/**
 * Returns the state of each budget that an enforcement would be charged to. From `over` on, the next enforcement needs
 * one more approval. From `open` on, counted since two people last closed the circuit breaker, it waits for them. A
 * budget of an action also limits every stricter one. Pure.
 */
export function spentOf(budgets: readonly Budget[], counted: readonly (Counted | null)[], action: Action): Spent[] {
  return budgets.flatMap((budget, index) => {
    const one = counted[index]
    return one ? [toSpent(budget, one, action)] : []
  })
}

export function toSpent(budget: Budget, counted: Counted, action: Action): Spent {
  const { id, of, actions, withinMs } = budget
  const { key, enforcements, reach, enforcementsBefore, reachBefore, enforcementsClosed, reachClosed } = counted
  const sum = (now: readonly number[], then: readonly number[]) => sumOf(actions, now) - sumOf(actions, then)
  const spent = { enforcements: sum(enforcements, enforcementsBefore), reach: sum(reach, reachBefore) }
  const since = {
    enforcements: Math.min(spent.enforcements, sum(enforcements, enforcementsClosed ?? enforcementsBefore)),
    reach: Math.min(spent.reach, sum(reach, reachClosed ?? reachBefore)),
  }
  const has = (amounts: typeof spent, which: keyof Bound) =>
    (['enforcements', 'reach'] as const).some(
      (what) => amounts[what] >= (budget[what]?.[which] ?? Number.POSITIVE_INFINITY),
    )
  const isCounted = atLeastAsStrictAs(actions).includes(action)
  const spending = isCounted && has(since, 'open') ? 'open' : isCounted && has(spent, 'over') ? 'over' : 'within'
  return { budget: id, of, key, withinMs, ...spent, spending }
}

/** Sums the totals of these actions. */
const sumOf = (actions: readonly Action[], totals: readonly number[]): number =>
  COUNTED.reduce((sum, action, place) => sum + (actions.includes(action) ? (totals[place] ?? 0) : 0), 0)

/** Returns all restrictive enforcements of the holder within the time, and their reach. */
export const restrictiveOf = (counted: Counted | null): { enforcements: number; reach: number } =>
  counted === null
    ? { enforcements: 0, reach: 0 }
    : {
        enforcements: sumOf(COUNTED, counted.enforcements) - sumOf(COUNTED, counted.enforcementsBefore),
        reach: sumOf(COUNTED, counted.reach) - sumOf(COUNTED, counted.reachBefore),
      }

/** Counts the decisions within the time: the total that is stored after those of the actions. */
export const decisionsOf = (counted: Counted | null): number =>
  (counted?.enforcements[COUNTED.length] ?? 0) - (counted?.enforcementsBefore[COUNTED.length] ?? 0)

/** True when an enforcement needs one more approval than it would otherwise. */
export const isOver = (spent: readonly Pick<Spent, 'spending'>[]): boolean =>
  spent.some(({ spending }) => spending !== 'within')

/** Returns the budgets whose circuit breaker opens instead of letting the enforcement take effect. */
export const openingOf = (spent: readonly Spent[]): Spent[] => spent.filter(({ spending }) => spending === 'open')
