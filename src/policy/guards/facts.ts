import type { Fact } from '../../foundation/domain.ts'
import { SECOND_MS } from '../../foundation/durations.ts'
import { type Message, type MessageKey, message } from '../../foundation/messages/message.ts'

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

type Last<Key, Prefix extends string> = Key extends `${Prefix}${infer Name}` ? Name : never
type FactUnit = Last<MessageKey, 'fact.unit.'>
type FactPurpose = Last<MessageKey, 'fact.purpose.'>

export interface FactRow {
  type: FactType
  unit: FactUnit | ''
  source: FactSource
  /** The age from which the fact counts as unknown. */
  freshMs: number
  /** The purpose for which the fact may be stored and used. */
  purpose: FactPurpose
}

/** A fact that the desk itself reads in the transaction that judges. */
const own = <Type extends FactType>(type: Type, unit: FactUnit | '', purpose: FactPurpose) =>
  ({ type, unit, source: 'desk', freshMs: AT_JUDGING_MS, purpose }) as const

/** A fact about an account or a content, as the platform states it. */
const told = <Type extends FactType>(type: Type, purpose: FactPurpose) =>
  ({ type, unit: '', source: 'platform', freshMs: FROM_OUTSIDE_MS, purpose }) as const

/**
 * The facts that a guard may read. The types of a condition, the unknown values and the help text come from this table
 * alone.
 */
export const FACTS = {
  'enforcement.legal_duty': own('bool', '', 'law'),
  'enforcement.account_items_24h': own('int', 'items', 'emptied'),
  'enforcement.account_items_share': own('double', 'share', 'emptied'),
  'enforcement.review_seconds': own('int', 'seconds', 'haste'),
  'enforcement.seen_seconds': own('int', 'seconds', 'haste'),
  'enforcement.evidence_age_hours': own('int', 'hours', 'passed'),
  'enforcement.source': own('string', '', 'unseen'),
  'enforcement.platform': own('string', '', 'platform'),
  'enforcement.own_action': own('string', '', 'own_action'),
  'enforcement.takes': own('list<string>', '', 'own_action'),
  'account.reach': {
    type: 'int',
    unit: 'people',
    source: 'platform',
    freshMs: FROM_OUTSIDE_MS,
    purpose: 'voice',
  },
  'account.tags': {
    type: 'list<string>',
    unit: '',
    source: 'platform',
    freshMs: FROM_OUTSIDE_MS,
    purpose: 'voice',
  },
  'account.verified': {
    type: 'bool',
    unit: '',
    source: 'platform',
    freshMs: FROM_OUTSIDE_MS,
    purpose: 'imitation',
  },
  'account.handle': told('string', 'imitation'),
  'account.name': told('string', 'imitation'),
  'account.bio_domains': told('list<string>', 'imitation'),
  'account.age_days': {
    type: 'int',
    unit: 'days',
    source: 'platform',
    freshMs: FROM_OUTSIDE_MS,
    purpose: 'imitation',
  },
  'account.lookalike_reach': {
    type: 'int',
    unit: 'people',
    source: 'desk',
    freshMs: FROM_OUTSIDE_MS,
    purpose: 'imitation',
  },
  'account.lookalike_vouched': {
    type: 'bool',
    unit: '',
    source: 'desk',
    freshMs: FROM_OUTSIDE_MS,
    purpose: 'imitation',
  },
  'account.reach_growth_30d': own('double', 'times', 'imitation'),
  'account.reach_bought': own('bool', '', 'imitation'),
  'account.restores': own('int', 'enforcements', 'mistakes'),
  'account.pending_enforcements': own('int', 'enforcements', 'pending'),
  'account.strikes': own('int', 'points', 'repeated'),
  'item.type': told('string', 'item'),
  'item.price': told('double', 'item'),
  'item.currency': told('string', 'item'),
  'item.people': { type: 'int', unit: 'people', source: 'platform', freshMs: FROM_OUTSIDE_MS, purpose: 'item' },
  'actor.decisions_1h': own('int', 'decisions', 'haste'),
  'actor.restrictive_enforcements_1h': own('int', 'enforcements', 'spree'),
  'actor.restrictive_reach_1h': own('int', 'people', 'spree'),
  'actor.declined_30d': own('int', 'enforcements', 'haste'),
  'actor.overturned_share_30d': own('double', 'share', 'haste'),
  'actor.days_since_joining': own('int', 'days', 'haste'),
  'actor.sign_in_minutes': own('int', 'minutes', 'session'),
  'actor.sign_in_strength': own('string', '', 'session'),
  'actor.severe_cases_24h': own('int', 'cases', 'haste'),
  'actor.employment': own('string', '', 'employer'),
  'actor.employer': own('string', '', 'employer'),
  'actor.days_until_leaving': own('int', 'days', 'last_day'),
  'actor.leaving': own('bool', '', 'last_day'),
  'actor.minutes_on_shift': own('int', 'minutes', 'haste'),
  'actor.minutes_since_break': own('int', 'minutes', 'haste'),
  'actor.minutes_to_shift_end': own('int', 'minutes', 'haste'),
  'desk.on_duty': {
    type: 'int',
    unit: 'people',
    source: 'desk',
    freshMs: FROM_OUTSIDE_MS,
    purpose: 'people',
  },
  'desk.frozen': own('bool', '', 'spree'),
  'desk.badge_is_identity': own('bool', '', 'voice'),
  'desk.breakers_open': own('int', 'breakers', 'spree'),
  'desk.restrictive_enforcements_10m': own('int', 'enforcements', 'spree'),
  'desk.offline_enforcements_1h': {
    type: 'int',
    unit: 'enforcements',
    source: 'desk',
    freshMs: FROM_OUTSIDE_MS,
    purpose: 'takedowns',
  },
} as const satisfies Record<string, FactRow>

export type FactName = keyof typeof FACTS

/** Returns the words about a fact: its meaning, its unit and the purpose for which it may be used. */
export function factWords(name: FactName): { doc: Message; unit: Message | ''; purpose: Message } {
  const { unit, purpose }: FactRow = FACTS[name]
  return {
    doc: message(`fact.doc.${name}`),
    unit: unit === '' ? '' : message(`fact.unit.${unit}`),
    purpose: message(`fact.purpose.${purpose}`),
  }
}

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
