import { windowsOf } from '../facts/gather-facts.ts'
import type { Guards } from '../../policy/guards/guards-file.ts'
import type { Requirement } from '../../policy/requirements/requirement.ts'
import { type CountedAt, inPlace, isOver, openingOf, spentOf } from '../../policy/budgets/spent.ts'
import { only, SERIALIZATION_FAILURE, type Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { isUnderFreeze } from '../gate-queries.ts'
import type { Enforcement } from '../queries.ts'
import { openBreaker } from './breaker.ts'

/** Between judging and taking effect others did so much that one more must be asked: all of it is done again, judged anew. */
export class SpentMeanwhile extends Error {
  override name = 'SpentMeanwhile' as const
  readonly code = SERIALIZATION_FAILURE
}

/**
 * Whether a locked enforcement that may take effect otherwise must wait for a breaker. Asked last, in the transaction that
 * releases: from here on nobody else releases at the expense of the same people, so that no two together go where each
 * alone could not. Opens the breaker, and pages, where so much was spent.
 */
export async function isKeptByBudgets(
  tx: Tx,
  enforcement: Enforcement,
  { budgets, requirement }: { budgets: Guards['budgets']; requirement: Requirement },
): Promise<boolean> {
  if (!isUnderFreeze(enforcement)) return false
  const { isShut, isWatching, counted } = await holdSpent(tx, budgets, enforcement)
  const spent = spentOf(budgets, inPlace(counted, budgets.length), enforcement.action)
  const opening = openingOf(spent)
  for (const one of opening) await openBreaker(tx, enforcement, one)
  if (isShut || opening.length > 0) return true
  // While guards only watch nobody is asked, so nobody more either.
  const asks = isOver(spent) && !(enforcement.shadow && isWatching)
  if (asks && !requirement.approvals.some(({ more }) => more)) throw new SpentMeanwhile('judged too early')
  return false
}

interface Held {
  isShut: boolean
  isWatching: boolean
  counted: CountedAt[]
}

async function holdSpent(tx: Tx, budgets: Guards['budgets'], { proposedBy, source }: Enforcement): Promise<Held> {
  tx.queue(prepared('hold-spent')`select hold_spent(${proposedBy}, ${source})`)
  const windows = windowsOf({ budgets })
  const { rows } = await tx.query<Held>(prepared('read-spent')`
    select is_shut(${proposedBy}, ${source}) as "isShut", in_shadow() as "isWatching",
      spent_within(${proposedBy}, ${source}, ${windows.map(({ of }) => of)},
      ${windows.map(({ withinMs }) => withinMs)}, ${windows.map(({ budget }) => budget)}) as counted`)
  return only(rows)
}
