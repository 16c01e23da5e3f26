import type { EnforcementState, RestoreCause } from '../../foundation/domain.ts'
import type { StrikeThreshold } from './strikes-file.ts'

/** The most cases that strikes open within an hour. Twin of check_strike_case in SQL. */
export const STRIKE_CASES_AN_HOUR_MAX = 100

/** An enforcement as far as strikes depend on it. */
interface StruckEnforcement {
  inEffectAt: Date | null
  isInterim: boolean
  isDrill: boolean
  /** The platform refused it, or ended its effect by itself. */
  isRefused: boolean
  state: EnforcementState
  confirmBy: Date | null
  confirmedAt: Date | null
  /** The cause of its restore. Null: there was none. */
  undoneFor: RestoreCause | null
}

const STANDING: readonly EnforcementState[] = ['in_effect', 'confirmed', 'restoring', 'restored']

/**
 * True when an enforcement took effect and stands, so that it gives a strike. Undoing it as wrong lifts the strike; one
 * that ran its time stands. Pure. Twin of gives_strike in SQL.
 */
export const isStanding = (of: StruckEnforcement): boolean =>
  of.inEffectAt !== null &&
  !of.isInterim &&
  !of.isDrill &&
  !of.isRefused &&
  (of.undoneFor ?? 'ended') === 'ended' &&
  STANDING.includes(of.state) &&
  (of.confirmBy === null || of.confirmedAt !== null)

/** An enforcement that gives points now. An occasion is a case or a bulk action. */
export interface StrikeGround {
  enforcementId: string
  occasion: string
  givenBy: string
  points: number
  expiresAt: Date
}

/** Returns the strikes: one of each occasion, the heaviest that lasts longest. Pure. Twin of list_strikes in SQL. */
export function countStrikes<Ground extends StrikeGround>(grounds: readonly Ground[]): Ground[] {
  const byOccasion = Map.groupBy(grounds, ({ occasion }) => occasion)
  return [...byOccasion.values()].flatMap((of) => of.toSorted(byWeight).slice(0, 1))
}

const byWeight = (one: StrikeGround, other: StrikeGround): number =>
  other.points - one.points ||
  other.expiresAt.getTime() - one.expiresAt.getTime() ||
  (one.enforcementId < other.enforcementId ? -1 : 1)

/**
 * Returns the points that count towards a threshold: of one proposer at most their share of it, so that no person brings
 * an account over it alone. Pure. Twin of points_towards in SQL.
 */
export function pointsTowards(
  { points, people }: Pick<StrikeThreshold, 'points' | 'people'>,
  strikes: readonly Pick<StrikeGround, 'givenBy' | 'points'>[],
): number {
  const share = Math.ceil(points / people)
  const byProposer = Map.groupBy(strikes, ({ givenBy }) => givenBy)
  return sum([...byProposer.values()].map((of) => Math.min(sum(of.map((strike) => strike.points)), share)))
}

export const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
