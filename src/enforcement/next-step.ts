import type { EnforcementState } from '../foundation/domain.ts'
import { type Agreeing, isMet, type Requirement } from '../policy/requirements/requirement.ts'

/** Where an enforcement that waits stands, read under its lock. */
export interface Waiting {
  state: EnforcementState
  /** Now. */
  now: Date
  /** From then on it never takes effect, whoever looks at it first. */
  expiresAt: Date
  /** Since when all have agreed; null: they have not. */
  heldSince: Date | null
  /** Of the hold, how much was served before. */
  holdServedMs: number
  /** The proposer said whose account it is. */
  identified: boolean
  /** The proposer weighed it in writing. */
  assessed: boolean
  /** A proposer signed it with a passkey, or none needs to. */
  signed: boolean
  agreeing: readonly Agreeing[]
  /** How many have taken on to look at it once it is in effect. */
  duties: number
  /** No harm begins before; null: no freeze that this enforcement is under. */
  frozenUntil: Date | null
  /** A breaker is open that this enforcement is under: it waits until two people have closed it. */
  isShut: boolean
  /** Whoever asked for it has ended or was restricted since, or the bulk action that it is of was stopped. */
  askerGone: boolean
  /** The ground on which its proposer acts alone is not proved any more. */
  groundGone: boolean
  /** It takes somebody's voice, and its platform could not be asked just now whose that is. */
  unread: boolean
}

export type Step =
  | { to: 'proposed' | 'awaiting_approval' | 'releasing' | 'expired' }
  | { to: 'stopped'; because: 'asker' | 'ground' }
  /** To be looked at again then. */
  | { to: 'held'; until: Date }

/** How soon a platform is asked again that could not say whose account it is about to take offline. */
export const ASK_AGAIN_MS = 5_000
/** Whoever closes a breaker wakes what it held; this is for when that was missed. */
const SHUT_LOOK_MS = 60_000

/**
 * Where an enforcement goes from here: the first of what it still needs. Pure. PostgreSQL holds every release against the same
 * rows, so an answer here that was too kind changes nothing.
 */
export function nextStep(requirement: Requirement, waiting: Waiting): Step {
  if (waiting.expiresAt <= waiting.now) return { to: 'expired' }
  if (waiting.askerGone) return { to: 'stopped', because: 'asker' }
  // While the platform can't be asked, nobody can tell: it waits, and is asked again.
  if (waiting.groundGone && !waiting.unread) return { to: 'stopped', because: 'ground' }
  // What others were asked about already waits for its proposer where it is.
  const owed = waiting.state === 'proposed' ? 'proposed' : 'awaiting_approval'
  if (missingOf(requirement, waiting).length > 0) return { to: owed }
  const dutyMissing = requirement.confirmMs !== null && waiting.duties === 0
  if (dutyMissing || !isMet(requirement.approvals, waiting.agreeing)) return { to: 'awaiting_approval' }
  const since = waiting.state === 'held' && waiting.heldSince !== null ? waiting.heldSince : waiting.now
  const holdEnds = since.getTime() + Math.max(0, requirement.holdMs - waiting.holdServedMs)
  const readAgain = waiting.unread ? waiting.now.getTime() + ASK_AGAIN_MS : 0
  const shutUntil = waiting.isShut ? waiting.now.getTime() + SHUT_LOOK_MS : 0
  const until = Math.max(holdEnds, waiting.frozenUntil?.getTime() ?? 0, readAgain, shutUntil)
  return until <= waiting.now.getTime() ? { to: 'releasing' } : { to: 'held', until: new Date(until) }
}

export type Missing = 'identify' | 'assessment' | 'signature'

/** Lists what the proposer still has to state. Twin of lacks_words in SQL. */
export const missingOf = (
  requirement: Requirement,
  { identified, assessed, signed }: Pick<Waiting, 'identified' | 'assessed' | 'signed'>,
): Missing[] => [
  ...(requirement.identify && !identified ? (['identify'] as const) : []),
  ...(requirement.assessment !== null && !assessed ? (['assessment'] as const) : []),
  ...(signed ? [] : (['signature'] as const)),
]

/**
 * By when people must have agreed: whatever is agreed later has no time left for its hold.
 * Twin of waiting_refusal in SQL.
 */
export const agreeBy = (enforcement: { expiresAt: Date; holdMs: number; holdServedMs: number }): Date =>
  new Date(enforcement.expiresAt.getTime() - Math.max(0, enforcement.holdMs - enforcement.holdServedMs))
