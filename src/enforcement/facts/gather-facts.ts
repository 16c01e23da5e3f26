import { FACTS_AGE_MAX_MS } from '../../cases/accounts/fetch-facts.ts'
import type { Tx } from '../../foundation/database/db.ts'
import {
  type Action,
  type Actor,
  type EnforcementSource,
  parseSubjectKey,
  type RecordedGround,
  takesOffline,
} from '../../foundation/domain.ts'
import { DAY_MS, HOUR_MS } from '../../foundation/durations.ts'
import { platformOf } from '../../foundation/platforms.ts'
import { type Counted, decisionsOf, inPlace, restrictiveOf, spentOf } from '../../policy/budgets/spent.ts'
import type { ActorFacts, FactName, Facts } from '../../policy/guards/facts.ts'
import type { Guards } from '../../policy/guards/guards-file.ts'
import { isProtectedAccount, type JudgedAccount, type JudgedBy, standingTags } from '../../policy/guards/judge.ts'
import { isFinal, type StoredAction } from '../../policy/items/own-actions.ts'
import { isRestrictive, takesContent } from '../../policy/requirements/action-order.ts'
import { lossesOf } from '../../policy/requirements/base-action.ts'
import { protectedBy } from '../../policy/requirements/protected.ts'
import { COLUMN_FACTS, columnsOf, type FactColumn } from './fact-columns.ts'
import { growthOf } from './growth-of.ts'
import { isOffline } from './is-offline.ts'
import { itemFactsOf } from './item-facts-of.ts'
import { findKnown, type KnownAbout, type KnownRow, type Window } from './queries.ts'
import { asksPlatform, erasureOf, type Gathered, judgedAccountId } from './read-platform.ts'

/** An enforcement to be judged. */
export interface ToJudge extends Pick<KnownAbout, 'waiting'> {
  subject: string
  accountId: string | null
  action: Action
  /** The action of one's own, which counts as `action`. Left out: it is one of the eight. */
  ownAction?: StoredAction | null
  by: Actor
  /** The way in which it is proposed. */
  source: EnforcementSource
  legalDuty: boolean
  /** The ground on which one person alone acts on a protected account. Left out: none. */
  ground?: RecordedGround
  /** The time at which the proposer opened the case, or the seconds of their review. Null: there was no case. */
  openedAt: Date | null
  reviewSeconds?: number | null
  /** The seconds since the proposer was first shown the case. */
  seenSeconds?: number | null
  gathered: Gathered
  /** The proposer's facts at the time of the proposal, where these count instead of the present ones. */
  actorFacts?: ActorFacts
}

/**
 * Reads all facts by which an enforcement is judged, in one round trip. Missing knowledge never makes the verdict less
 * strict. Where the action restricts visibility, a fact that the platform did not give just now is unknown, even if the
 * database has it. Twin of enter_enforcement in SQL.
 */
export async function readFacts(tx: Tx, guards: Guards, ask: ToJudge): Promise<JudgedBy> {
  const accountId = judgedAccountId(ask)
  const budgetWindows = windowsOf(guards)
  const counts = COUNTS.some(({ names }) => names.some((name) => guards.reads.has(name)))
  const windows = [...budgetWindows, ...(counts ? COUNTS.map(({ window }) => window) : [])]
  const known = await findKnown(tx, {
    accountId,
    subject: ask.subject,
    staffId: ask.by.kind === 'staff' ? ask.by.id : null,
    openedAt: ask.openedAt,
    by: ask.by,
    source: ask.source,
    windows,
    needs: needsOf(guards.reads, ask),
    readsAsker: ask.actorFacts === undefined,
    takesContent: takesContent(ask.action),
    ...(ask.waiting ? { waiting: ask.waiting } : {}),
  })
  const whole = accountOf(accountId, known, ask)
  const alone = isAlone(ask, whole)
  // A content that one person may take from view alone does not count as taking the account offline.
  const uncounted = alone && takesContent(ask.action) ? { ...whole, goesOffline: false } : whole
  const account = ask.ground === undefined ? uncounted : { ...uncounted, onGround: ask.ground.kind }
  const counted = inPlace(known.counted, windows.length)
  const spent = alone ? [] : spentOf(guards.budgets, counted.slice(0, budgetWindows.length), ask.action)
  const isBreakerOpen = known.isBreakerOpen && (!alone || ask.ground?.kind === 'document') && isRestrictive(ask.action)
  const lately = countFacts(counts ? counted.slice(budgetWindows.length) : [], known, ask)
  const item = itemFactsOf(guards, account, known, ask)
  const facts = { ...toFacts(account, known, ask), ...item, ...lately, ...ask.actorFacts }
  const final = isFinal(ask.ownAction ?? null)
  const isRecovering = known.isRecovering && isRestrictive(ask.action)
  return { account, facts, spent, isBreakerOpen, isRecovering, shadow: known.shadow && !final, isFinal: final }
}

/** On a protected account a legal duty without proof does not let one person act alone. */
const isAlone = ({ ground, legalDuty }: ToJudge, account: JudgedAccount): boolean =>
  ground !== undefined || (legalDuty && !isProtectedAccount(account))

/**
 * The counts on which facts about one person, or about all, depend. They are read only where a guard needs one of these
 * facts.
 */
const COUNTS = [
  {
    window: { of: 'person', withinMs: HOUR_MS, budget: '' },
    names: ['actor.restrictive_enforcements_1h', 'actor.restrictive_reach_1h'],
  },
  { window: { of: 'reviewer', withinMs: HOUR_MS, budget: '' }, names: ['actor.decisions_1h'] },
  { window: { of: 'desk', withinMs: 10 * 60_000, budget: '' }, names: ['desk.restrictive_enforcements_10m'] },
  { window: { of: 'person', withinMs: 30 * DAY_MS, budget: '' }, names: ['actor.overturned_share_30d'] },
] as const satisfies readonly { window: Window; names: readonly FactName[] }[]

/**
 * A count of the enforcements charged to a budget within its time. Null: none was ever charged. Undefined: it was not
 * counted, because no guard needs it or it cannot be counted.
 */
type Looked = Counted | null | undefined

function countFacts(counted: readonly Looked[], known: KnownRow, { by, source }: ToJudge) {
  const [hour, decided, desk, month] = counted
  const isPerson = by.kind === 'staff' && known.leaving !== null
  const count = (one: Looked, countOf: (one: Counted | null) => number) => (one === undefined ? null : countOf(one))
  const ofTheirs: typeof count = (one, countOf) => (isPerson ? count(one, countOf) : null)
  // Enforcements of a bulk action spend only the budget of bulk actions, so nothing is counted here. That differs from
  // a count of zero.
  const charged = (one: Looked): Looked => (source === 'bulk_action' ? undefined : one)
  const overturned = known.overturnedMonth
  const shareOf = (harmed: number) => (overturned === 0 ? 0 : share(overturned ?? 0, harmed))
  return {
    'actor.decisions_1h': ofTheirs(decided, decisionsOf),
    'actor.restrictive_enforcements_1h': ofTheirs(charged(hour), (one) => restrictiveOf(one).enforcements),
    'actor.restrictive_reach_1h': ofTheirs(charged(hour), (one) => restrictiveOf(one).reach),
    'actor.overturned_share_30d':
      overturned === null ? null : ofTheirs(month, (one) => shareOf(restrictiveOf(one).enforcements)),
    'desk.restrictive_enforcements_10m': count(charged(desk), (one) => restrictiveOf(one).enforcements),
  }
}

/** Returns the times over which the budgets count, in the order of the budgets. */
export const windowsOf = ({ budgets }: Pick<Guards, 'budgets'>): Window[] =>
  budgets.map(({ id, of, withinMs }) => ({ of, withinMs, budget: id }))

/** The facts that need a query of their own, read only where a guard needs them. */
export const READ_WHEN_ASKED: readonly FactName[] = [...COLUMN_FACTS, ...COUNTS.flatMap(({ names }) => names)]

/** Returns the columns to read. An action that takes a content always needs the hidden share of its account. */
const needsOf = (reads: ReadonlySet<FactName>, { actorFacts, action, ownAction }: ToJudge): Set<FactColumn> =>
  new Set([
    ...[...columnsOf(reads, actorFacts === undefined), ...(takesContent(action) ? (['share'] as const) : [])],
    ...(ownAction ? (['item'] as const) : []), // It may apply to some item types alone.
  ])

/**
 * Returns the strictest of three sets of facts: those read now, those in the database, and those of every author ever
 * named for the content.
 */
function accountOf(id: string | null, known: KnownRow, ask: ToJudge): JudgedAccount {
  const { action, gathered } = ask
  const { reachClass, evidence } = known
  const judged = { id, reachClass, evidence, goesOffline: isOffline(known, ask) }
  const recorded = { ...judged, protected: known.protected ?? false, ...floorOf(known) }
  const absent = known.absent?.includes('reach') ?? false
  if (!asksPlatform(action)) {
    const reach = known.reachCounted ?? (absent ? 'absent' : null)
    return joinAuthors({ ...recorded, handle: known.handle, tags: known.tags ?? [], reach, readAt: null }, known)
  }
  const fresh = gathered !== 'unknown' && known.now.getTime() - gathered.askedAt.getTime() <= FACTS_AGE_MAX_MS
  const tags = [...new Set([...(known.tags ?? []), ...(gathered === 'unknown' ? [] : (gathered.tags ?? []))])].sort()
  const reach = fresh && gathered.tags !== null ? higher(gathered.reach, known.reachCounted) : null
  // The handle in the platform's answer to this request wins over one that an API key has stored since.
  const handle = (fresh ? gathered.handle : null) ?? known.handle
  const readAt = fresh ? gathered.askedAt.toISOString() : null
  const account = { ...recorded, ...erasureOf(gathered), handle, tags, reach, readAt }
  // The database has the account as protected without a fact that explains it, so its facts are incomplete.
  const strictest = known.protected && protectedBy(account) === undefined ? { ...account, reach: null } : account
  return joinAuthors(strictest, known)
}

/** Every other account that is or was named as the author of the content can only make the result stricter. */
function joinAuthors(account: JudgedAccount, { otherAuthors }: KnownRow): JudgedAccount {
  if (otherAuthors.length === 0) return account
  let { reach } = account
  for (const { reachCounted, reachAbsent } of otherAuthors)
    reach = reachCounted === null && reachAbsent !== true ? null : higher(reach, reachCounted)
  return {
    ...account,
    reach,
    tags: [...new Set([...account.tags, ...otherAuthors.flatMap(({ tags }) => tags ?? [])])].sort(),
    protected: account.protected || otherAuthors.some((other) => other.protected ?? true),
  }
}

const floorOf = (known: KnownRow): Pick<JudgedAccount, 'floor' | 'floorMax' | 'lapsed'> => {
  const { floorApprovals, floorHoldMs, organisation, lapsedTags } = known
  return {
    ...(floorApprovals === null ? {} : { floor: { approvals: floorApprovals, holdMs: floorHoldMs ?? 0 } }),
    ...(organisation === 'company' ? {} : { floorMax: 1 }),
    ...(lapsedTags.length === 0 ? {} : { lapsed: lapsedTags }),
  }
}

function higher(reach: number | null | 'absent', counted: number | null): number | null | 'absent' {
  if (reach === null) return null
  if (counted === null) return reach
  return reach === 'absent' ? counted : Math.max(reach, counted)
}

function toFacts(
  account: JudgedAccount,
  known: KnownRow,
  ask: ToJudge,
): Omit<Facts, keyof ReturnType<typeof countFacts> | Extract<FactName, `item.${string}`>> {
  const takes = takesContent(ask.action) ? 1 : 0
  const isPerson = ask.by.kind === 'staff' && known.leaving !== null
  return {
    'enforcement.legal_duty': isAlone(ask, account),
    'enforcement.account_items_24h':
      account.id === null || known.itemsTakenDay === null ? null : known.itemsTakenDay + takes,
    'enforcement.account_items_share': takesOffline(ask.action) ? 1 : (known.share?.share ?? null),
    'enforcement.review_seconds': ask.reviewSeconds === undefined ? known.reviewSeconds : ask.reviewSeconds,
    'enforcement.seen_seconds': ask.seenSeconds === undefined ? known.seenSeconds : ask.seenSeconds,
    'enforcement.evidence_age_hours': known.evidenceAgeHours,
    'enforcement.source': ask.source,
    'enforcement.own_action': ask.ownAction?.action ?? '',
    'enforcement.takes': [...(ask.ownAction?.takes ?? lossesOf(ask.action))],
    'enforcement.platform': platformOf(parseSubjectKey(ask.subject)),
    'account.reach': account.reach,
    'account.tags': tagsFact(account, known, ask),
    'account.verified': verifiedFact(account, known, ask),
    ...lookOf(account, known, ask),
    'account.age_days': known.ageDays ?? (known.absent?.includes('createdAt') ? 'absent' : null),
    'account.lookalike_reach': known.lookalikeReach,
    'account.lookalike_vouched': known.lookalikeVouched,
    ...growthOf(account, known),
    'account.restores': known.restores,
    'account.pending_enforcements': known.pendingEnforcements,
    'account.strikes': known.strikes,
    'actor.declined_30d': isPerson ? known.declinedMonth : null,
    'actor.days_since_joining': isPerson ? known.daysHere : null,
    'actor.sign_in_minutes': isPerson ? known.signedInMinutes : null,
    'actor.sign_in_strength': isPerson ? known.signInStrength : null,
    'actor.severe_cases_24h': isPerson ? known.severeDay : null,
    'actor.employment': isPerson ? known.employment : null,
    'actor.employer': isPerson ? known.employer : null,
    'actor.days_until_leaving': isPerson ? known.daysUntilLeaving : null,
    'actor.leaving': isPerson ? known.leaving : null,
    'actor.minutes_on_shift': isPerson ? known.minutesOnShift : null,
    'actor.minutes_since_break': isPerson ? known.minutesSinceBreak : null,
    'actor.minutes_to_shift_end': isPerson ? known.minutesToShiftEnd : null,
    'desk.on_duty': known.onDuty,
    'desk.offline_enforcements_1h': known.offlineEnforcementsHour,
    'desk.frozen': known.frozen,
    'desk.breakers_open': known.breakersOpen,
    'desk.badge_is_identity': known.badgeIsIdentity,
  }
}

/** Returns the account's tags. Null: unknown, also when the action needs a current value and the platform gave none. */
function tagsFact(account: JudgedAccount, known: KnownRow, { action, gathered }: ToJudge): Facts['account.tags'] {
  if (known.protected === null) return null
  if (asksPlatform(action) && (account.readAt === null || gathered === 'unknown' || gathered.tags === null)) return null
  return account.tags.length === 0 && known.absent?.includes('tags') ? 'absent' : [...standingTags(account)]
}

/** Returns the verified badge. Null: unknown, also when the action needs a current value and the platform gave none. */
function verifiedFact(
  account: JudgedAccount,
  { verified, absent, otherAuthors }: KnownRow,
  { action }: ToJudge,
): Facts['account.verified'] {
  if (otherAuthors.some((other) => other.verified === true)) return true
  if (asksPlatform(action) && account.readAt === null) return null
  return verified ?? (absent?.includes('verified') ? 'absent' : null)
}

/**
 * The handle, the name and the domains in the account's description. Null: not given just now, where a current value is
 * needed.
 */
function lookOf(account: JudgedAccount, { displayName, bioDomains, absent }: KnownRow, { action }: ToJudge) {
  const isUnread = asksPlatform(action) && account.readAt === null
  return {
    'account.handle': isUnread ? null : account.handle,
    'account.name': isUnread ? null : displayName,
    'account.bio_domains': isUnread ? null : (bioDomains ?? (absent?.includes('bioDomains') ? 'absent' : null)),
  } as const
}

const share = (taken: number, items: number): number => Math.min(1, taken / Math.max(items, taken, 1))
