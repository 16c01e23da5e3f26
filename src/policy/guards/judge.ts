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

/** Whose account an enforcement is about, as the desk goes by it. */
export interface JudgedAccount {
  /** Null: even whose the content is could not be read. */
  id: string | null
  handle: string | null
  tags: readonly string[]
  /** The highest reading of 180 days; null: unknown, also when the platform could not be asked in time. */
  reach: number | null | 'absent'
  /** By which power of ten its reach on record is written. */
  reachClass: number
  /** SHA-256, in hex, of the content's text on record; null: it is about the account, or there is none. */
  evidence: string | null
  /** On record as such, whatever was read now. */
  protected: boolean
  /** When the platform was last asked, on the desk's clock; null: it was not, or did not answer. */
  readAt: string | null
  /** With what is hidden and asked for already, this takes the account offline, or it isn't known whether it does. */
  goesOffline: boolean
  /** What stands under this one subject, whatever the guards say. Left out: nothing. */
  floor?: Floor
  /** Protecting tags that count no more, because nobody looked at them again, twice. Left out: none. */
  lapsed?: readonly string[]
  /** One person acts alone on this ground, so nothing of it waits. Left out: on none. */
  onGround?: ActingGround
  /** More people than these the organisation hasn't got, so what stands below every guard asks for no more. Left out: it has. */
  floorMax?: number
}

/** So many others must agree before a subject goes, and so long it waits. */
export interface Floor {
  approvals: number
  holdMs: number
}

/** All that an enforcement is judged by. */
export interface JudgedBy {
  facts: Facts
  account: JudgedAccount
  /** Of each budget that it would be charged to. Left out: it is charged to none. */
  spent?: readonly Charged[]
  /** A breaker is open that it would be under. Nothing is asked for because of it: it waits. */
  isShut?: boolean
  /** The desk only watches: what is asked for is recorded, and the enforcement is held to nothing. */
  shadow?: boolean
}

/** All that a verdict turns on of a budget; the rest of what was counted is kept to be looked at. */
export type Charged = Pick<Spent, 'budget' | 'spending'>

export interface Judgement extends GuardsAnswer {
  /** By the account's facts alone, taking it offline is not one person's to do. */
  protected: boolean
}

/**
 * What this enforcement must have before it may take effect: what the guards ask for, what stands below every guard, and what
 * is asked for because of what went before it. Pure: the same guards and facts give the same answer, years later.
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
 * As what an action is judged: whatever takes an account offline needs what suspending it needs, and where it never ends by itself,
 * what deactivating it needs.
 */
function countsAs(action: Action, { goesOffline }: Pick<JudgedAccount, 'goesOffline'>): Action {
  if (!goesOffline || !isRestrictive(action) || action === 'lock' || takesOffline(action)) return action
  return action === 'remove' ? 'deactivate' : 'suspend'
}

/** Whatever protected an account and lapsed, it is asked for as if it reached more people than any bound: never for nothing. */
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

/** The tags that count. */
export const standingTags = ({ tags, lapsed = [] }: Pick<JudgedAccount, 'tags' | 'lapsed'>): string[] =>
  tags.filter((tag) => !lapsed.includes(tag))

/** One person more than whoever else is asked for. */
function oneMore(approvals: readonly Clause[]): Clause {
  const counts = approvals.filter(({ more }) => more !== true).map(({ count }) => count)
  return { count: Math.min(PEOPLE_MAX, 1 + Math.max(0, ...counts)), more: true }
}

/** The budgets that an enforcement had gone over, by what its verdict says. */
export const overspent = (fired: readonly Fired[]): Charged[] =>
  fired.filter(({ id }) => isBudget(id)).map(({ id }) => ({ budget: id.slice(BUDGET.length), spending: 'over' }))

/** Of a budget stands in a verdict that it spoke up, under a name that no guard can have. */
const BUDGET = 'budget:'
export const isBudget = (id: string): boolean => id.startsWith(BUDGET)

const firedBudgets = (spent: readonly Charged[]): Fired[] =>
  [...new Set(spent.filter(({ spending }) => spending !== 'within').map(({ budget }) => budget))].map((id) => ({
    id: `${BUDGET}${id}`,
    errored: false,
  }))

/** What an enforcement is held to of what is asked for: all of it, or in shadow mode nothing. */
export const heldTo = (requirement: Requirement, { shadow }: Pick<JudgedBy, 'shadow'>): Requirement =>
  shadow === true ? NOTHING_REQUIRED : requirement

/** Asks for these people and nothing else. */
export const ofPeople = (approvals: readonly Clause[]): Requirement => ({ ...NOTHING_REQUIRED, approvals })

/** The same clause twice asks for no more than once. */
const withoutRepeats = (clauses: readonly Clause[]): Clause[] =>
  clauses.filter((clause, index) => clauses.findIndex((other) => isDeepStrictEqual(clause, other)) === index)

/** Of what is asked for, all that keeps nothing waiting for other people or for time: the alert, and whose account it is. */
const withoutWaiting = ({ identify }: Requirement): Requirement => ({ ...NOTHING_REQUIRED, identify, page: true })

/** At least one other person must agree. */
export const isGuarded = (requirement: Requirement): boolean => requirement.approvals.length > 0

/** Whether anything at all is asked for, so that whoever proposes it must have seen what. */
export const isDemanding = (requirement: Requirement): boolean =>
  isGuarded(requirement) ||
  requirement.holdMs > 0 ||
  requirement.confirmMs !== null ||
  requirement.identify ||
  requirement.assessment !== null

/** On record as such, or by its facts. Unknown counts as protected. */
export const isProtectedAccount = (account: JudgedAccount): boolean =>
  account.protected || protectedBy(account) !== undefined

/**
 * True when a proposer signs this with a passkey: it restricts a protected account, and the platform takes it from no desk without.
 * PostgreSQL holds the same, `lacks_proposer_signature`. In shadow mode nothing is held to it.
 */
export const isSigned = (action: Action, { account, shadow }: Pick<JudgedBy, 'account' | 'shadow'>): boolean =>
  isRestrictive(action) && isProtectedAccount(account) && shadow !== true

/**
 * Whether it is one person's for an hour where the account is protected, and longer only if others agree: hiding, limiting
 * and locking, but for hiding on a ground that is on record.
 */
export const isOneHours = (action: Action, facts: Facts): boolean =>
  INTERIM_MEASURES.some((interim) => interim === action) && !isLegalTakedown(action, facts)

/**
 * So many people for a protected account even where the guards ask for fewer, and leads are told, as they are of what one
 * person takes from it for an hour. Whatever is stricter needs no less.
 * Twin of least_approvals in SQL.
 */
function floorOf(action: Action, account: JudgedAccount, facts: Facts): Requirement {
  const told = { ...NOTHING_REQUIRED, page: true }
  if (takesOffline(action))
    return { ...told, approvals: [{ count: Math.min(account.floorMax ?? 2, leastOf(account)) }] }
  const waits = isRestrictive(action) && !isLegalTakedown(action, facts)
  return waits ? { ...told, approvals: [{ count: 1 }] } : NOTHING_REQUIRED
}

/** What the law asks to be taken from view waits for nobody; of a protected account only where its ground is on record. */
const isLegalTakedown = (action: Action, facts: Facts): boolean =>
  facts['enforcement.legal_duty'] === true && takesContent(action)

/**
 * One for a wide reach, and for what lapsed; two for the public's voices and for what nobody knows.
 * Twin of offline_approvals in SQL.
 */
function leastOf(account: JudgedAccount): number {
  const by = protectedBy({ ...account, tags: standingTags(account) })
  return by === 'high_reach' || (by === undefined && account.lapsed !== undefined) ? 1 : 2
}

/** What the law asks for is kept from waiting, unless it makes an account offline. PostgreSQL says the same. */
const isUnderFloor = (action: Action, facts: Facts): boolean =>
  takesOffline(action) || (action === 'remove' && facts['enforcement.legal_duty'] !== true)

/** What somebody put under this one subject. PostgreSQL holds it too. */
function ownFloor({ floor }: JudgedAccount): Requirement {
  if (floor === undefined) return NOTHING_REQUIRED
  const { approvals, holdMs } = floor
  return { ...ofPeople(approvals > 0 ? [{ count: approvals }] : []), holdMs }
}
