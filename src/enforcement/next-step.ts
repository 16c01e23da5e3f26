import type { EnforcementState } from '../foundation/domain.ts'
import { HOUR_MS, MINUTE_MS } from '../foundation/durations.ts'
import { type Agreeing, isMet, type Requirement } from '../policy/requirements/requirement.ts'

/** The progress of a waiting enforcement, read under its lock. */
export interface Waiting {
  state: EnforcementState
  /** The desk's time at the reading. */
  now: Date
  /** The time from which the enforcement never takes effect, also before a worker has marked it expired. */
  expiresAt: Date
  /** The time at which its hold began. Null: it is not held. */
  heldSince: Date | null
  /** The part of the hold that an earlier enforcement has served. */
  holdServedMs: number
  /** True when the proposer identified the account. */
  identified: boolean
  /** True when the proposer wrote an assessment of the arguments against it. */
  assessed: boolean
  /** True when a proposer signed it with a passkey, or no signature is needed. */
  signed: boolean
  agreeing: readonly Agreeing[]
  /** The number of people who promised to confirm the enforcement once it is in effect. */
  duties: number
  /** The end of the freeze that holds this enforcement. Null: none does. */
  frozenUntil: Date | null
  /** True when an open circuit breaker holds this enforcement: it waits until two people have closed the breaker. */
  isBreakerOpen: boolean
  /**
   * True in the recovery state, and for good when the enforcement was proposed before it: then it waits until it expires.
   */
  isBarredByRecovery: boolean
  /** True when the proposer has left or was restricted since, or the bulk action of this enforcement was stopped. */
  askerGone: boolean
  /** True when the ground on which its proposer acts alone is no longer proved. */
  groundGone: boolean
  /**
   * True when the action restricts visibility, and the platform could not be read just now for the subject's account.
   */
  unread: boolean
}

export type Step =
  | { to: 'proposed' | 'awaiting_approval' | 'releasing' | 'expired' }
  | { to: 'stopped'; because: 'asker' | 'ground' }
  /** The time at which the worker checks the enforcement again. */
  | { to: 'held'; until: Date }

/** The delay before the worker reads again a platform that could not name the account about to go offline. */
export const READ_AGAIN_MS = 5_000
/**
 * The person who closes a circuit breaker, or leads the desk back, wakes the enforcements that were held; this interval
 * covers a missed wake-up.
 */
const BARRED_LOOK_MS = 60_000

/**
 * Returns the next step of an enforcement: the first thing that it still needs. Pure. PostgreSQL checks every release
 * against the same rows, so a too lenient answer here changes nothing.
 */
export function nextStep(requirement: Requirement, waiting: Waiting): Step {
  if (waiting.expiresAt <= waiting.now) return { to: 'expired' }
  if (waiting.askerGone) return { to: 'stopped', because: 'asker' }
  // While the platform cannot be read, the ground is undecided: the enforcement waits, and the worker tries again.
  if (waiting.groundGone && !waiting.unread) return { to: 'stopped', because: 'ground' }
  // After approvers were asked, the enforcement waits for its proposer in `awaiting_approval`.
  const owed = waiting.state === 'proposed' ? 'proposed' : 'awaiting_approval'
  if (listMissingInput(requirement, waiting).length > 0) return { to: owed }
  const dutyMissing = requirement.confirmMs !== null && waiting.duties === 0
  if (dutyMissing || !isMet(requirement.approvals, waiting.agreeing)) return { to: 'awaiting_approval' }
  const since = waiting.heldSince ?? waiting.now
  const holdEnds = since.getTime() + Math.max(0, requirement.holdMs - waiting.holdServedMs)
  const readAgain = waiting.unread ? waiting.now.getTime() + READ_AGAIN_MS : 0
  const barredUntil = waiting.isBarredByRecovery || waiting.isBreakerOpen ? waiting.now.getTime() + BARRED_LOOK_MS : 0
  const until = Math.max(holdEnds, waiting.frozenUntil?.getTime() ?? 0, readAgain, barredUntil)
  return until <= waiting.now.getTime() ? { to: 'releasing' } : { to: 'held', until: new Date(until) }
}

type Missing = 'identify' | 'assessment' | 'signature'

/** Lists what the proposer must still state. Twin of lacks_proposer_input in SQL. */
export const listMissingInput = (
  requirement: Requirement,
  { identified, assessed, signed }: Pick<Waiting, 'identified' | 'assessed' | 'signed'>,
): Missing[] => [
  ...(requirement.identify && !identified ? (['identify'] as const) : []),
  ...(requirement.assessment !== null && !assessed ? (['assessment'] as const) : []),
  ...(signed ? [] : (['signature'] as const)),
]

/**
 * Returns the time by which the approvals must be complete: later approvals leave no time for the hold.
 * Twin of state_refusal in SQL.
 */
export const agreeBy = (enforcement: { expiresAt: Date; holdMs: number; holdServedMs: number }): Date =>
  new Date(enforcement.expiresAt.getTime() - Math.max(0, enforcement.holdMs - enforcement.holdServedMs))

/** The room for the times of one statement, which are read one after the other. */
const SAME_MOMENT_MS = 1_000

/**
 * Returns the time of `agreeBy` for people who review blind, rounded down to whole hours after the proposal, or to
 * minutes where it is less than an hour. A hold that was served or changed moves the exact time, which would tell it.
 */
export function agreeByForBlind(enforcement: Parameters<typeof agreeBy>[0] & { proposedAt: Date }): Date {
  const [proposedMs, exactMs] = [enforcement.proposedAt.getTime(), agreeBy(enforcement).getTime()]
  const waitMs = Math.max(0, exactMs + SAME_MOMENT_MS - proposedMs)
  const stepMs = waitMs < HOUR_MS ? MINUTE_MS : HOUR_MS
  return new Date(Math.min(exactMs, proposedMs + Math.floor(waitMs / stepMs) * stepMs))
}
