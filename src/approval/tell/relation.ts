import type { Action, SubjectKind } from '../../domain.ts'

/** From the mildest on, by what each takes. Those that take nothing comparable stand beside each other. */
const LADDERS: Record<SubjectKind, readonly Action[]> = {
  account: ['limit', 'lock', 'suspend', 'deactivate'],
  content: ['limit', 'hide', 'remove'],
}

export interface Wish {
  action: Action
  label: string | null
  durationMs: number | null
  legalDuty: boolean
  countries?: readonly string[] | null
}

/**
 * Actions that take the same from a subject, be it for another time: who was told no to one is told so of the other. The same
 * words stand in `takes_the_same` in SQL.
 */
const SAME_TAKEN: readonly (readonly Action[])[] = [
  ['suspend', 'deactivate'],
  ['hide', 'remove'],
]

export const akin = (action: Action): Action[] => [
  ...(SAME_TAKEN.find((actions) => actions.includes(action)) ?? [action]),
]

/** How a new order stands to one of the same subject that waits. */
export type Relation =
  /** It asks for no more: its proposer joins the other. */
  | 'joins'
  /** It asks for all the other does and more, so the other is over. */
  | 'supersedes'
  | 'beside'

/** Whether what this one takes where it does is all that the other would. */
export const coversCountries = (
  { countries: mine }: Pick<Wish, 'countries'>,
  { countries: other }: Pick<Wish, 'countries'>,
): boolean => !mine || (other?.every((country) => mine.includes(country)) ?? false)

export function relationOf(kind: SubjectKind, wish: Wish, waiting: Wish): Relation {
  // Of other places, it takes something else.
  if (!coversCountries(wish, waiting) || !coversCountries(waiting, wish)) return 'beside'
  // What the law asks for isn't over because somebody asks for it without the law.
  const isLawsAlone = waiting.legalDuty && !wish.legalDuty
  if (wish.action === waiting.action && wish.label === waiting.label) {
    if (wish.action === 'warn') return 'beside'
    // Nor does it wait with what asks for as much and need not be done at once.
    if (wish.legalDuty && !waiting.legalDuty) return until(wish) >= until(waiting) ? 'supersedes' : 'beside'
    if (isLawsAlone) return until(wish) <= until(waiting) ? 'joins' : 'beside'
    return until(wish) <= until(waiting) ? 'joins' : 'supersedes'
  }
  const ladder = LADDERS[kind]
  const [mine, other] = [ladder.indexOf(wish.action), ladder.indexOf(waiting.action)]
  return !isLawsAlone && mine > other && other >= 0 && until(wish) >= until(waiting) ? 'supersedes' : 'beside'
}

const until = ({ durationMs }: Wish): number => durationMs ?? Number.POSITIVE_INFINITY
