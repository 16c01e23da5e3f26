import { isDeepStrictEqual } from 'node:util'
import { type ActingGround, type Action, takesOffline, INTERIM_MEASURES } from '../../foundation/domain.ts'
import { isRestrictive, takesContent } from '../requirements/action-order.ts'
import type { Facts } from './facts.ts'
import type { Guard } from './guards-file.ts'
import { type Fired, type GuardsAnswer, judgeGuards } from './judge-guards.ts'
import { protectedBy } from '../requirements/protected.ts'
import { PEOPLE_MAX } from '../requirements/require-block.ts'
import { type Clause, join, NOTHING_REQUIRED, type Requirement } from '../requirements/requirement.ts'
import { isOver, type Spent } from '../budgets/spent.ts'

/** The account that an enforcement is about, with the values that the desk uses. */
export interface JudgedAccount {
  /** The account's id. Null: even the author of the content could not be read. */
  id: string | null
  handle: string | null
  tags: readonly string[]
  /** The highest reach of 180 days. Null: unknown, also when the platform could not be read in time. */
  reach: number | null | 'absent'
  /** The power of ten of the stored reach. */
  reachClass: number
  /**
   * The SHA-256, in hex, of the stored text of the content. Null: the enforcement is about the account, or there is no
   * text.
   */
  evidence: string | null
  /** True when the account is stored as protected, independent of the facts read now. */
  protected: boolean
  /** The time at which the platform was last read, on the desk's clock. Null: it was not read, or did not answer. */
  readAt: string | null
  /**
   * True when this content, with those already hidden or proposed to be, takes the account offline, or when that is
   * unknown.
   */
  goesOffline: boolean
  /** The minimum of approvals that people set for this one subject, independent of the guards. Undefined: none. */
  floor?: Floor
  /** The protective tags that lapsed because no person reviewed them in time, twice. Undefined: none. */
  lapsed?: readonly string[]
  /** The ground on which one person acts alone, so that the enforcement doesn't wait. Undefined: none. */
  onGround?: ActingGround
  /** The most approvals that the minimum may require, where the organisation has few people. Undefined: no limit. */
  floorMax?: number
  /** The days after which the platform deletes the data of an account that was taken offline. Undefined: never. */
  erasesAfterDays?: number
}

/** The minimum of approvals and of the hold for one subject. */
export interface Floor {
  approvals: number
  holdMs: number
}

/** The input of a judgement: account, budgets and mode. */
export interface JudgedBy {
  facts: Facts
  account: JudgedAccount
  /** The budgets that it would be charged to. Undefined: none. */
  spent?: readonly Charged[]
  /** True when an open circuit breaker applies to it. The requirement stays the same, and the enforcement waits. */
  isBreakerOpen?: boolean
  /** True in the recovery state for a restrictive action, which then waits too. */
  isRecovering?: boolean
  /**
   * True in shadow mode: the requirement is recorded and has no effect on the enforcement. False for an automation rule
   * and for an action that can't be undone, which wait for people in shadow mode too.
   */
  shadow?: boolean
  /** True for an action that can't be undone. Left out: it can. */
  isFinal?: boolean
}

/** The part of a budget's state on which a verdict depends; the counts themselves are stored for readers. */
type Charged = Pick<Spent, 'budget' | 'spending'>

export interface Judgement extends GuardsAnswer {
  /** True when the account is protected: one person may not take it offline. */
  protected: boolean
}

/**
 * Returns the requirement of an enforcement: that of the guards, the minimum below every guard, and the additions
 * because of earlier enforcements. Pure: the same guards and facts give the same answer, years later.
 */
export function judge(
  guards: readonly Guard[],
  action: Action,
  { facts, account, spent = [] }: JudgedBy,
  before: Requirement = NOTHING_REQUIRED,
): Judgement {
  const counted = countsAs(action, account)
  const answer = judgeLapsed(guards, counted, { facts, account })
  const isProtected = isProtectedAccount(account)
  const floor = isProtected ? floorOf(counted, account, facts) : NOTHING_REQUIRED
  const own = isUnderFloor(counted, facts) ? ownFloor(account) : NOTHING_REQUIRED
  const asked = [floor, own, before].reduce(join, answer.requirement)
  const joined = isOver(spent) ? join(asked, ofPeople([oneMore(asked.approvals)])) : asked
  const whole = { ...joined, approvals: withoutRepeats(joined.approvals) }
  const requirement = account.onGround === undefined ? whole : withoutWaiting(whole)
  return { ...answer, fired: [...answer.fired, ...firedBudgets(spent)], requirement, protected: isProtected }
}

/**
 * Returns the action as which this one is judged: an action that takes an account offline as a suspension, and one that
 * never ends by itself as a deactivation. Twin of counted_action in SQL.
 */
export function countsAs(action: Action, { goesOffline }: Pick<JudgedAccount, 'goesOffline'>): Action {
  if (!goesOffline || !isRestrictive(action) || action === 'lock' || takesOffline(action)) return action
  return action === 'remove' ? 'deactivate' : 'suspend'
}

/**
 * Returns the action as which a bulk action counts for denials: one that hides may hide all contents of an account.
 * Twin of is_action_denied_in_bulk in SQL.
 */
export const countsInBulk = (action: Action): Action => countsAs(action, { goesOffline: takesContent(action) })

/**
 * Judges an account with lapsed protective tags as if its reach were over every bound: an account that was protected
 * never needs nothing.
 */
function judgeLapsed(
  guards: readonly Guard[],
  action: Action,
  { facts, account }: Pick<JudgedBy, 'facts' | 'account'>,
) {
  const answer = judgeGuards(guards, action, facts)
  if (account.lapsed === undefined) return answer
  const asFar = judgeGuards(guards, action, { ...facts, 'account.reach': Number.MAX_SAFE_INTEGER })
  const more = asFar.fired.filter(({ id }) => !answer.fired.some((fired) => fired.id === id))
  return {
    fired: [...answer.fired, ...more],
    off: answer.off.filter((id) => !more.some((fired) => fired.id === id)),
    requirement: join(answer.requirement, asFar.requirement),
  }
}

/** Returns the tags that have not lapsed. */
export const standingTags = ({ tags, lapsed = [] }: Pick<JudgedAccount, 'tags' | 'lapsed'>): string[] =>
  tags.filter((tag) => !lapsed.includes(tag))

/** Returns a clause for one more person than the other clauses require. */
function oneMore(approvals: readonly Clause[]): Clause {
  const counts = approvals.filter(({ more }) => more !== true).map(({ count }) => count)
  return { count: Math.min(PEOPLE_MAX, 1 + Math.max(0, ...counts)), more: true }
}

/** Returns the budgets that an enforcement exceeded, as its verdict records them. */
export const overspent = (fired: readonly Fired[]): Charged[] =>
  fired.filter(({ id }) => isBudget(id)).map(({ id }) => ({ budget: id.slice(BUDGET.length), spending: 'over' }))

/** The prefix under which a verdict records that a budget fired; no guard's id can have it. */
const BUDGET = 'budget:'
export const isBudget = (id: string): boolean => id.startsWith(BUDGET)

const firedBudgets = (spent: readonly Charged[]): Fired[] =>
  [...new Set(spent.filter(({ spending }) => spending !== 'within').map(({ budget }) => budget))].map((id) => ({
    id: `${BUDGET}${id}`,
    errored: false,
  }))

/** Returns the part of a requirement that applies to the enforcement: all of it, or in shadow mode nothing. */
export const heldTo = (requirement: Requirement, { shadow }: Pick<JudgedBy, 'shadow'>): Requirement =>
  shadow === true ? NOTHING_REQUIRED : requirement

/** Returns a requirement of these clauses and nothing else. */
export const ofPeople = (approvals: readonly Clause[]): Requirement => ({ ...NOTHING_REQUIRED, approvals })

/** Removes repeated clauses: the same clause twice requires no more than once. */
const withoutRepeats = (clauses: readonly Clause[]): Clause[] =>
  clauses.filter((clause, index) => clauses.findIndex((other) => isDeepStrictEqual(clause, other)) === index)

/**
 * Returns the part of a requirement that waits for no other person and no time: the alert, and the identification of
 * the account.
 */
const withoutWaiting = ({ identify }: Requirement): Requirement => ({ ...NOTHING_REQUIRED, identify, alert: true })

/** True when at least one other person must approve. */
export const isGuarded = (requirement: Requirement): boolean => requirement.approvals.length > 0

/** True when more than an alert is required, so that the proposer must have seen the requirement. */
export const isDemanding = (requirement: Requirement): boolean =>
  isGuarded(requirement) ||
  requirement.holdMs > 0 ||
  requirement.confirmMs !== null ||
  requirement.identify ||
  requirement.assessment !== null

/** True for an account that is protected by its stored state or by its facts. Unknown counts as protected. */
export const isProtectedAccount = (account: JudgedAccount): boolean =>
  account.protected || protectedBy(account) !== undefined

/**
 * True when the proposer must sign with a passkey: the action restricts a protected account, or can't be undone on any,
 * and the platform requires that signature. In shadow mode no signature is needed for what can be undone.
 * Twin of lacks_proposer_signature in SQL.
 */
export const isSigned = (
  action: Action,
  { account, shadow, isFinal = false }: Pick<JudgedBy, 'account' | 'shadow' | 'isFinal'>,
): boolean => isFinal || (isRestrictive(action) && isProtectedAccount(account) && shadow !== true)

/**
 * True when one person may take the action on a protected account for an hour, and longer only if others approve: hide,
 * limit and lock, except hiding under a recorded legal duty.
 */
export const isOneHours = (action: Action, facts: Facts): boolean =>
  INTERIM_MEASURES.some((interim) => interim === action) && !isLegalTakedown(action, facts)

/**
 * Returns the minimum for a protected account: the fewest approvals, even where the guards require fewer, and an alert
 * to leads, also when one person acts for an hour. A takedown under legal duty has no minimum. A stricter action needs
 * no fewer. Twin of min_approvals in SQL.
 */
function floorOf(action: Action, account: JudgedAccount, facts: Facts): Requirement {
  const told = { ...NOTHING_REQUIRED, alert: true }
  if (takesOffline(action))
    return { ...told, approvals: [{ count: Math.min(account.floorMax ?? 2, leastOf(account)) }] }
  const waits = isRestrictive(action) && !isLegalTakedown(action, facts)
  return waits ? { ...told, approvals: [{ count: 1 }] } : NOTHING_REQUIRED
}

/**
 * True for a takedown of content that the law requires, which waits for no approval. For a protected account only when
 * its ground is recorded.
 */
const isLegalTakedown = (action: Action, facts: Facts): boolean =>
  facts['enforcement.legal_duty'] === true && takesContent(action)

/**
 * Returns the fewest approvals for taking a protected account offline: one for high reach or lapsed tags, two for
 * public interest or unknown reach. Twin of offline_approvals in SQL.
 */
function leastOf(account: JudgedAccount): number {
  const by = protectedBy({ ...account, tags: standingTags(account) })
  return by === 'high_reach' || (by === undefined && account.lapsed !== undefined) ? 1 : 2
}

/**
 * True when a subject's own minimum applies: not to a removal that the law requires, unless it takes an account
 * offline. PostgreSQL enforces the same.
 */
const isUnderFloor = (action: Action, facts: Facts): boolean =>
  takesOffline(action) || (action === 'remove' && facts['enforcement.legal_duty'] !== true)

/** Returns the requirement of the minimum that people set for this one subject. PostgreSQL enforces it too. */
function ownFloor({ floor }: JudgedAccount): Requirement {
  if (floor === undefined) return NOTHING_REQUIRED
  const { approvals, holdMs } = floor
  return { ...ofPeople(approvals > 0 ? [{ count: approvals }] : []), holdMs }
}
