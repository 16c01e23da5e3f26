import type { Enforcement } from '../../src/enforcement/queries.ts'
import { isSecondedLock, type TwoPeopleBecause } from '../../src/enforcement/restore/restore-rule.ts'

/** What is younger than this comes back by one person, whatever it is. */
export const RECENT_MS = 72 * 3_600_000

type About = Pick<
  Enforcement,
  'action' | 'legalDuty' | 'ground' | 'protected' | 'interim' | 'durationMs' | 'confirmedAt' | 'inEffectAt' | 'movedAt'
>

/**
 * True when the law asks that nobody alone undoes this: not where one person's claim is all there is.
 * Twin of undone_by_two in SQL.
 */
export const undoneByTwo = (
  enforcement: Pick<About, 'legalDuty' | 'ground' | 'protected' | 'interim' | 'confirmedAt'>,
): boolean =>
  enforcement.ground === 'match' ||
  (enforcement.legalDuty &&
    !(
      (enforcement.interim || (enforcement.ground !== null && enforcement.confirmedAt === null)) &&
      enforcement.protected
    ))

/**
 * Why undoing one enforcement takes two people; undefined: one person on duty is enough. What is recent or protected takes one, unless
 * the law asked for it and a second person stood behind it, or two people locked the account to keep a hijacker out.
 * Twin of why_two_restore in SQL.
 */
export function whyTwoRestore(enforcement: About, now: Date): TwoPeopleBecause | undefined {
  if (undoneByTwo(enforcement)) return 'legal_duty'
  if (isSecondedLock(enforcement)) return 'seconded_lock'
  const since = enforcement.inEffectAt ?? enforcement.movedAt
  return !enforcement.protected && now.getTime() - since.getTime() > RECENT_MS ? 'old_and_unprotected' : undefined
}
