import { isDeepStrictEqual } from 'node:util'
import type { Action } from '../../foundation/domain.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'
import { isAsStrict } from '../../policy/requirements/action-order.ts'
import type { Enforcement } from '../queries.ts'
import { counts } from '../desired-state/update-desired-state.ts'

interface Wish {
  action: Action
  label: string | null
  durationMs: number | null
  legalDuty: boolean
  countries?: readonly string[] | null
  /** The action of one's own, if it is one. */
  ownAction?: StoredAction | null
}

/** The relation of a new enforcement to a waiting one on the same subject. */
type Relation =
  /** The new one takes no more, so its proposer joins the waiting one. */
  | 'joins'
  /** The new one takes everything that the waiting one does and more, so it replaces it. */
  | 'supersedes'
  | 'beside'

/** True when the first applies in all countries in which the second does. */
const coversCountries = (
  { countries: mine }: Pick<Wish, 'countries'>,
  { countries: other }: Pick<Wish, 'countries'>,
): boolean => !mine || (other?.every((country) => mine.includes(country)) ?? false)

/** Returns the relation of a wanted enforcement to a waiting one on the same subject. */
export function relationOf(wish: Wish, waiting: Wish): Relation {
  // Enforcements for other countries take something else.
  if (!coversCountries(wish, waiting) || !coversCountries(waiting, wish)) return 'beside'
  // An enforcement under a legal duty stays open when the same is proposed without one.
  const isLawsAlone = waiting.legalDuty && !wish.legalDuty
  if (isSameAction(wish, waiting) && wish.label === waiting.label) {
    if (wish.action === 'warn') return 'beside'
    // An enforcement under a legal duty does not join one without, which may wait longer.
    if (wish.legalDuty && !waiting.legalDuty) return until(wish) >= until(waiting) ? 'supersedes' : 'beside'
    if (isLawsAlone) return until(wish) <= until(waiting) ? 'joins' : 'beside'
    return until(wish) <= until(waiting) ? 'joins' : 'supersedes'
  }
  const isStricter = !isSameAction(wish, waiting) && takesMore(wish, waiting)
  return !isLawsAlone && isStricter && until(wish) >= until(waiting) ? 'supersedes' : 'beside'
}

/** True when two enforcements do the same: the same of the eight actions, or one of one's own with equal parameters. */
const isSameAction = (one: Doing, other: Doing): boolean =>
  one.action === other.action && isDeepStrictEqual(one.ownAction ?? null, other.ownAction ?? null)

/**
 * True when the first takes everything that the second does, and is no easier to reverse. What one of the eight does to
 * money and features is not known, so it covers no action of one's own that takes these, and is covered by none.
 */
function takesMore(one: Doing, other: Doing): boolean {
  if (!one.ownAction && !other.ownAction) return isAsStrict(one.action, other.action)
  if (!one.ownAction || !other.ownAction) return false
  const [mine, its] = [one.ownAction, other.ownAction]
  const isMore = mine.takes.length > its.takes.length || (its.reversible && !mine.reversible)
  return isMore && its.takes.every((loss) => mine.takes.includes(loss)) && (its.reversible || !mine.reversible)
}

type Doing = Pick<Wish, 'action' | 'ownAction'>

const until = ({ durationMs }: Wish): number => durationMs ?? Number.POSITIVE_INFINITY

/**
 * Finds an active enforcement of the same action on the subject that lasts at least as long. A warning is an event, so
 * each is a new one.
 */
export function findSame(standing: readonly Enforcement[], proposal: Wish, now: Date): Enforcement | undefined {
  if (proposal.action === 'warn') return undefined
  const until = proposal.durationMs === null ? Number.POSITIVE_INFINITY : now.getTime() + proposal.durationMs
  return standing.find(
    (enforcement) =>
      counts(enforcement) &&
      isSameAction(enforcement, proposal) &&
      enforcement.label === proposal.label &&
      coversCountries(enforcement, proposal) &&
      // Undoing a restriction under legal duty takes two people, so it is an enforcement of its own.
      (enforcement.legalDuty || !proposal.legalDuty) &&
      (enforcement.endsAt?.getTime() ?? Number.POSITIVE_INFINITY) >= until,
  )
}
