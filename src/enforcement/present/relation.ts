import type { Action } from '../../foundation/domain.ts'
import { isAsStrict } from '../../policy/requirements/action-order.ts'
import type { Enforcement } from '../queries.ts'
import { counts } from '../desired-state/update-desired-state.ts'

interface Wish {
  action: Action
  label: string | null
  durationMs: number | null
  legalDuty: boolean
  countries?: readonly string[] | null
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
  if (wish.action === waiting.action && wish.label === waiting.label) {
    if (wish.action === 'warn') return 'beside'
    // An enforcement under a legal duty does not join one without, which may wait longer.
    if (wish.legalDuty && !waiting.legalDuty) return until(wish) >= until(waiting) ? 'supersedes' : 'beside'
    if (isLawsAlone) return until(wish) <= until(waiting) ? 'joins' : 'beside'
    return until(wish) <= until(waiting) ? 'joins' : 'supersedes'
  }
  const isStricter = wish.action !== waiting.action && isAsStrict(wish.action, waiting.action)
  return !isLawsAlone && isStricter && until(wish) >= until(waiting) ? 'supersedes' : 'beside'
}

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
      enforcement.action === proposal.action &&
      enforcement.label === proposal.label &&
      coversCountries(enforcement, proposal) &&
      // Undoing a restriction under legal duty takes two people, so it is an enforcement of its own.
      (enforcement.legalDuty || !proposal.legalDuty) &&
      (enforcement.endsAt?.getTime() ?? Number.POSITIVE_INFINITY) >= until,
  )
}
