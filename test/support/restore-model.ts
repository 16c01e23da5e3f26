import type { Enforcement } from '../../src/enforcement/queries.ts'
import { isSecondedLock, type TwoPeopleBecause } from '../../src/enforcement/restore/restore-rule.ts'

/** The age below which one person restores any enforcement that the rules below do not reserve for two. */
export const RECENT_MS = 72 * 3_600_000

type About = Pick<
  Enforcement,
  'action' | 'legalDuty' | 'ground' | 'protected' | 'interim' | 'durationMs' | 'confirmedAt' | 'inEffectAt' | 'movedAt'
>

/**
 * True when the law requires two people to undo this: not when one person's claim is its only proof.
 * Twin of needs_two_restorers in SQL.
 */
export const needsTwoRestorers = (
  enforcement: Pick<About, 'legalDuty' | 'ground' | 'protected' | 'interim' | 'confirmedAt'>,
): boolean =>
  enforcement.ground === 'match' ||
  (enforcement.legalDuty &&
    !(
      (enforcement.interim || (enforcement.ground !== null && enforcement.confirmedAt === null)) &&
      enforcement.protected
    ))

/**
 * Returns the reason that undoing one enforcement takes two people; undefined: one person on duty is enough. A recent
 * or protected enforcement takes one, unless the law asked for it and a second person confirmed it, or two people
 * locked the account to keep a hijacker out.
 * Twin of two_person_restore_reason in SQL.
 */
export function twoPeopleReason(enforcement: About, now: Date): TwoPeopleBecause | undefined {
  if (needsTwoRestorers(enforcement)) return 'legal_duty'
  if (isSecondedLock(enforcement)) return 'seconded_lock'
  const since = enforcement.inEffectAt ?? enforcement.movedAt
  return !enforcement.protected && now.getTime() - since.getTime() > RECENT_MS ? 'old_and_unprotected' : undefined
}
