import { message, type Message } from '../../foundation/messages/message.ts'
import type { ActingGround, Action } from '../../foundation/domain.ts'

/**
 * The most enforcements that one person restores in bulk within a day, in one set or several.
 * Twin of check_bulk_start in SQL.
 */
export const BULK_ENFORCEMENTS_MAX = 500
/** A bulk restore of enforcements older than this takes two people, too. */
export const BULK_SPAN_MS = 24 * 3_600_000

export type TwoPeopleBecause =
  | 'legal_duty'
  | 'seconded_lock'
  | 'old_and_unprotected'
  | 'many_enforcements'
  | 'many_in_a_day'
  | 'long_span'

/** The longest lock of a protected account by one person. A second person has agreed to a longer lock. */
export const LOCKED_ALONE_MS = 3_600_000

/**
 * True when two people agreed to the lock of a protected account: undoing it alone may let its hijacker in again. A
 * lock that lasts until the credentials are reset is one person's until another has confirmed it.
 */
export const isSecondedLock = (enforcement: {
  action: Action
  protected: boolean
  interim: boolean
  durationMs: number | null
  ground: ActingGround | null
  confirmedAt: Date | null
  /** True for an action of one's own: it may count as a lock, and its owner can sign in. */
  isOwn?: boolean
}): boolean =>
  enforcement.action === 'lock' &&
  enforcement.isOwn !== true &&
  enforcement.protected &&
  (!enforcement.interim ||
    (enforcement.durationMs ?? 0) > LOCKED_ALONE_MS ||
    (enforcement.ground === 'hijack' && enforcement.confirmedAt !== null))

/**
 * Returns the reason for which a bulk restore of enforcements caused within `spanMs` takes two people. Undefined: one
 * is enough. `startedBefore`: the number that this person began to undo in bulk in the last day, so that small sets add
 * up.
 */
export function bulkNeedsTwo(
  enforcements: number,
  spanMs: number,
  startedBefore: number,
): TwoPeopleBecause | undefined {
  if (enforcements > BULK_ENFORCEMENTS_MAX) return 'many_enforcements'
  if (enforcements + startedBefore > BULK_ENFORCEMENTS_MAX) return 'many_in_a_day'
  if (spanMs > BULK_SPAN_MS) return 'long_span'
  return undefined
}

/** Returns the reason for which a restore takes two people, in words. */
export const twoPeopleMessage = (because: TwoPeopleBecause): Message =>
  because === 'many_enforcements' || because === 'many_in_a_day'
    ? message(`restore.because.${because}`, { limit: BULK_ENFORCEMENTS_MAX })
    : message(`restore.because.${because}`)
