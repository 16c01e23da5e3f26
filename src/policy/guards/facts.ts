import type { Fact } from '../../foundation/domain.ts'
import { SECOND_MS } from '../../foundation/durations.ts'

/** The age of a fact that the judging transaction itself reads: it can't be older than the judgement. */
const AT_JUDGING_MS = 0
const FROM_OUTSIDE_MS = 30 * SECOND_MS

/** The TypeScript type for each type of fact in a guard's condition. */
interface ValueOf {
  bool: boolean
  int: number
  double: number
  string: string
  'list<string>': readonly string[]
}
export type FactType = keyof ValueOf

/** The source of a fact: the platform, which may state that it has no such fact, or the desk, which always has one. */
type FactSource = 'platform' | 'desk'

export interface FactRow {
  type: FactType
  unit: string
  source: FactSource
  /** The age from which the fact counts as unknown. */
  freshMs: number
  /** The purpose for which the fact may be stored and used. */
  purpose: string
  doc: string
}

/** A fact that the desk itself reads in the transaction that judges. */
const own = <Type extends FactType>(type: Type, unit: string, purpose: string, doc: string) =>
  ({ type, unit, source: 'desk', freshMs: AT_JUDGING_MS, purpose, doc }) as const

/** A fact about an account, as the platform states it. */
const told = <Type extends FactType>(type: Type, purpose: string, doc: string) =>
  ({ type, unit: '', source: 'platform', freshMs: FROM_OUTSIDE_MS, purpose, doc }) as const

const WHO_IT_REACHES = 'knowing who would lose a voice'
const TELL_APART = 'telling an account from those made to look like it'
const SEE_A_SPREE = 'seeing a spree while it can be slowed; never to rank or report on people'
const WHO_ANSWERS = 'asking a person of another employer where one depends on theirs; never to rank or report on people'
const NO_HASTE = 'another look when haste or tiredness is likely; never to rank or report on people'

/**
 * The facts that a guard may read. The types of a condition, the unknown values and the help text come from this table
 * alone.
 */
export const FACTS = {
  'enforcement.legal_duty': own(
    'bool',
    '',
    'what the law asks for must not wait',
    'the law asks for it, as the policy it names says, and where the account is protected its ground is on record',
  ),
  'enforcement.account_items_24h': own(
    'int',
    'items',
    'seeing an account emptied piece by piece',
    "items of the account hidden or removed in the last 24 hours, this enforcement's included",
  ),
  'enforcement.account_items_share': own(
    'double',
    '0 to 1',
    'seeing an account emptied piece by piece',
    'which share of the account’s own contents visitors don’t see once this takes effect, of all or of the last 30 days, whichever is larger; unknown where the platform doesn’t say',
  ),
  'enforcement.review_seconds': own('int', 'seconds', NO_HASTE, 'from opening the case to deciding it'),
  'enforcement.seen_seconds': own(
    'int',
    'seconds',
    NO_HASTE,
    'since they were first shown the case while it was theirs, by what was really sent; 0: they were shown nothing of it',
  ),
  'enforcement.evidence_age_hours': own(
    'int',
    'hours',
    'another look where what was reported may have passed',
    'since its subject was last reported; unknown where it never was',
  ),
  'enforcement.source': own(
    'string',
    '',
    'asking more of what no person looks at one by one',
    'by which way it is asked for: person, bulk action, automation, schedule or appeal',
  ),
  'account.reach': {
    type: 'int',
    unit: 'people',
    source: 'platform',
    freshMs: FROM_OUTSIDE_MS,
    purpose: WHO_IT_REACHES,
    doc: 'how many people it reaches: the highest reading of 180 days',
  },
  'account.tags': {
    type: 'list<string>',
    unit: '',
    source: 'platform',
    freshMs: FROM_OUTSIDE_MS,
    purpose: WHO_IT_REACHES,
    doc: 'public roles, such as public_office or newsroom; they only ever grow by themselves',
  },
  'account.verified': {
    type: 'bool',
    unit: '',
    source: 'platform',
    freshMs: FROM_OUTSIDE_MS,
    purpose: TELL_APART,
    doc: 'the platform vouches for whose it is',
  },
  'account.handle': told('string', TELL_APART, 'its handle, without an @ before it'),
  'account.name': told('string', TELL_APART, 'the name it shows'),
  'account.bio_domains': told('list<string>', TELL_APART, 'the domains of the links in its description, in lower case'),
  'account.age_days': {
    type: 'int',
    unit: 'days',
    source: 'platform',
    freshMs: FROM_OUTSIDE_MS,
    purpose: TELL_APART,
    doc: 'since it was made',
  },
  'account.lookalike_reach': {
    type: 'int',
    unit: 'people',
    source: 'desk',
    freshMs: FROM_OUTSIDE_MS,
    purpose: TELL_APART,
    doc: 'the highest reach among notable accounts whose handle or name can be taken for its own; 0: there are none',
  },
  'account.lookalike_vouched': {
    type: 'bool',
    unit: '',
    source: 'desk',
    freshMs: FROM_OUTSIDE_MS,
    purpose: TELL_APART,
    doc: 'whether an account whose handle or name can be taken for its own is verified or tagged',
  },
  'account.reach_growth_30d': own(
    'double',
    'times',
    TELL_APART,
    'its reach as a multiple of its lowest reading of 30 days; 1 where the platform has no such thing',
  ),
  'account.reach_bought': own(
    'bool',
    '',
    TELL_APART,
    'it is younger than 30 days, or reaches three times as many as within 30 days before: that may be bought',
  ),
  'account.restores': own('int', 'enforcements', 'learning from mistakes', 'those on it undone as mistakes, ever'),
  'account.pending_enforcements': own('int', 'enforcements', 'seeing what else is asked for', 'those on it that wait'),
  'actor.decisions_1h': own('int', 'decisions', NO_HASTE, 'decisions they made in the last hour'),
  'actor.restrictive_enforcements_1h': own(
    'int',
    'enforcements',
    SEE_A_SPREE,
    'restrictive enforcements of theirs that took effect in the last hour',
  ),
  'actor.restrictive_reach_1h': own('int', 'people', SEE_A_SPREE, 'how many those accounts reach, summed'),
  'actor.declined_30d': own('int', 'enforcements', NO_HASTE, 'enforcements of theirs that others declined in 30 days'),
  'actor.overturned_share_30d': own(
    'double',
    '0 to 1',
    NO_HASTE,
    'of their restrictive enforcements of 30 days, how many were undone as mistakes or on appeal; 0 where there were none',
  ),
  'actor.days_since_joining': own('int', 'days', NO_HASTE, 'since they began to work here'),
  'actor.sign_in_minutes': own(
    'int',
    'minutes',
    'noticing a session that another person may use',
    'since they last signed in; unknown without a session, as with a token',
  ),
  'actor.sign_in_strength': own(
    'string',
    '',
    'noticing a session that another person may use',
    'the weakest by which they can act now: token, sign_on, software_passkey, synced_passkey or device_passkey',
  ),
  'actor.severe_cases_24h': own('int', 'cases', NO_HASTE, 'severe cases they were given within a day'),
  'actor.employment': own('string', '', WHO_ANSWERS, 'employee or contractor'),
  'actor.employer': own('string', '', WHO_ANSWERS, 'whom they work for'),
  'actor.days_until_leaving': own(
    'int',
    'days',
    'a last-day decision needs a second person',
    'until their work here ends, 36500 where no end is known; guards read it, and it is never stored or shown',
  ),
  'actor.leaving': own(
    'bool',
    '',
    'a last-day decision needs a second person',
    'the end of their work here is near, or notice was given',
  ),
  'actor.minutes_on_shift': own('int', 'minutes', NO_HASTE, 'since their shift began'),
  'actor.minutes_since_break': own('int', 'minutes', NO_HASTE, 'since they last rested for ten minutes'),
  'actor.minutes_to_shift_end': own(
    'int',
    'minutes',
    NO_HASTE,
    'until their shift is planned to end; below 0 when it should have ended',
  ),
  'desk.on_duty': {
    type: 'int',
    unit: 'people',
    source: 'desk',
    freshMs: FROM_OUTSIDE_MS,
    purpose: 'asking for no more people than are there, and for more care when few are',
    doc: 'how many could approve now, the proposer not counted',
  },
  'desk.frozen': own('bool', '', SEE_A_SPREE, 'all restrictive effects are frozen'),
  'desk.badge_is_identity': own(
    'bool',
    '',
    WHO_IT_REACHES,
    "two people declared that the platform's badge means a checked identity; until then it is false",
  ),
  'desk.breakers_open': own('int', 'breakers', SEE_A_SPREE, 'how many breakers are open, of all budgets'),
  'desk.restrictive_enforcements_10m': own(
    'int',
    'enforcements',
    SEE_A_SPREE,
    'restrictive enforcements of all people and programs that took effect in ten minutes',
  ),
  'desk.offline_enforcements_1h': {
    type: 'int',
    unit: 'enforcements',
    source: 'desk',
    freshMs: FROM_OUTSIDE_MS,
    purpose: 'seeing mass takedowns while they can be slowed',
    doc: 'accounts the whole desk taken offline in the last hour',
  },
} as const satisfies Record<string, FactRow>

export type FactName = keyof typeof FACTS

/**
 * The facts about a colleague's employment and its end. A guard on one of them is never named to a reader, and no
 * verdict stores the one that gives a day: neither must reveal the date of a dismissal.
 */
export const STANDING_FACTS: readonly FactName[] = [
  'actor.leaving',
  'actor.days_until_leaving',
  'actor.employment',
  'actor.employer',
]
export const NEVER_KEPT: readonly FactName[] = ['actor.days_until_leaving']

/**
 * The facts by which an enforcement is judged. Null: unknown, because the fact is missing or too old. `absent`: the
 * platform has no such fact; only facts of the platform can be absent.
 */
export type Facts = {
  [Name in FactName]: (typeof FACTS)[Name]['source'] extends 'platform'
    ? Fact<ValueOf[(typeof FACTS)[Name]['type']]>
    : ValueOf[(typeof FACTS)[Name]['type']] | null
}

/** The facts about the proposer. */
export type ActorFacts = Pick<Facts, Extract<FactName, `actor.${string}`>>

export const FACT_NAMES = Object.keys(FACTS).filter(isFactName)

/** The facts that a platform may report as absent. */
export const ABSENTABLE = FACT_NAMES.filter((name) => FACTS[name].source === 'platform')

export function isFactName(name: string): name is FactName {
  return Object.hasOwn(FACTS, name)
}

/**
 * True when a value may stand for the fact: one of its type, null for unknown, or `absent` for a fact of the platform.
 */
export const isSayable = (name: FactName, value: unknown): boolean =>
  value === null || (value === 'absent' && FACTS[name].source === 'platform') || fits(name, value)

export const areFacts = (values: Record<string, unknown>): values is Facts =>
  FACT_NAMES.every((name) => isSayable(name, values[name]))

/** True when a value is one that this fact can have. Any other value counts as unknown. */
function fits(name: FactName, value: unknown): boolean {
  return fitsType(FACTS[name].type, value)
}

/** True when a value has this type. */
export const fitsType = (type: FactType, value: unknown): boolean => FITS[type](value)

const FITS: Record<FactType, (value: unknown) => boolean> = {
  bool: (value) => typeof value === 'boolean',
  int: (value) => Number.isSafeInteger(value),
  // NaN is neither above nor below any bound, so it would pass every comparison; it is refused.
  double: (value) => Number.isFinite(value),
  string: (value) => typeof value === 'string',
  'list<string>': (value) => Array.isArray(value) && value.every((entry) => typeof entry === 'string'),
}
