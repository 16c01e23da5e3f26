import { windowsOf } from '../facts/gather-facts.ts'
import type { Guards } from '../../policy/guards/guards-file.ts'
import type { Requirement } from '../../policy/requirements/requirement.ts'
import { type CountedAt, inPlace, isOver, openingOf, spentOf } from '../../policy/budgets/spent.ts'
import { SERIALIZATION_FAILURE, type Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { isUnderFreeze } from '../gate-queries.ts'
import type { Enforcement } from '../queries.ts'
import { openBreaker } from './breaker.ts'

/**
 * Thrown when other enforcements spent so much between verdict and release that one more approval is required: the
 * transaction runs again with a new verdict.
 */
export class SpentMeanwhile extends Error {
  override name = 'SpentMeanwhile' as const
  readonly code = SERIALIZATION_FAILURE
}

/**
 * True when a circuit breaker holds a locked enforcement that could otherwise take effect. Called last in the releasing
 * transaction: its lock lets no other release spend the same budgets, so two together never exceed them unnoticed.
 * Opens the breaker, with an alert, when the budget is far overspent.
 */
export async function isKeptByBudgets(
  tx: Tx,
  enforcement: Enforcement,
  { budgets, requirement }: { budgets: Guards['budgets']; requirement: Requirement },
): Promise<boolean> {
  if (!isUnderFreeze(enforcement)) return false
  const { isBreakerOpen, isWatching, counted } = await lockSpent(tx, budgets, enforcement)
  const spent = spentOf(budgets, inPlace(counted, budgets.length), enforcement.action)
  const opening = openingOf(spent)
  for (const one of opening) await openBreaker(tx, enforcement, one)
  if (isBreakerOpen || opening.length > 0) return true
  // In shadow mode no approval is required, so no additional one is either.
  const asks = isOver(spent) && !(enforcement.shadow && isWatching)
  if (asks && !requirement.approvals.some(({ more }) => more)) throw new SpentMeanwhile('judged too early')
  return false
}

interface Held {
  isBreakerOpen: boolean
  isWatching: boolean
  counted: CountedAt[]
}

async function lockSpent(tx: Tx, budgets: Guards['budgets'], { proposedBy, source }: Enforcement): Promise<Held> {
  tx.queue(prepared('hold-spent')`select lock_spent(${proposedBy}, ${source})`)
  const windows = windowsOf({ budgets })
  return tx.only<Held>(prepared('read-spent')`
    select breaker_open(${proposedBy}, ${source}) as "isBreakerOpen", in_shadow() as "isWatching",
      spent_within(${proposedBy}, ${source}, ${windows.map(({ of }) => of)},
      ${windows.map(({ withinMs }) => withinMs)}, ${windows.map(({ budget }) => budget)}) as counted`)
}
