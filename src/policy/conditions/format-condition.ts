import type { Text } from '../../foundation/messages/message.ts'
import type { FactName } from '../guards/facts.ts'
import type { Condition } from './condition.ts'
import { phraseCondition } from './phrase-condition.ts'
import { type SpokenOf, speakCounts, speakFlags, speakLists, speakNames } from './spoken.ts'

/** The account's facts that automation rules may read as guards do. */
export const SPOKEN_OF_ACCOUNTS = {
  ...speakCounts('account.reach', 'account.age_days', 'account.restores'),
  ...speakLists({ 'account.tags': 'tag' }),
}

const SPOKEN: SpokenOf<FactName> = {
  ...SPOKEN_OF_ACCOUNTS,
  ...speakFlags(
    'enforcement.legal_duty',
    'account.verified',
    'account.lookalike_vouched',
    'account.reach_bought',
    'actor.leaving',
    'desk.frozen',
    'desk.badge_is_identity',
  ),
  ...speakCounts(
    'enforcement.account_items_24h',
    'enforcement.account_items_share',
    'enforcement.review_seconds',
    'enforcement.seen_seconds',
    'enforcement.evidence_age_hours',
    'account.lookalike_reach',
    'account.reach_growth_30d',
    'account.pending_enforcements',
    'account.strikes',
    'actor.decisions_1h',
    'actor.restrictive_enforcements_1h',
    'actor.restrictive_reach_1h',
    'actor.declined_30d',
    'actor.overturned_share_30d',
    'actor.days_since_joining',
    'actor.sign_in_minutes',
    'actor.severe_cases_24h',
    'actor.days_until_leaving',
    'actor.minutes_on_shift',
    'actor.minutes_since_break',
    'actor.minutes_to_shift_end',
    'item.price',
    'item.people',
    'desk.on_duty',
    'desk.breakers_open',
    'desk.restrictive_enforcements_10m',
    'desk.offline_enforcements_1h',
  ),
  ...speakLists({ 'account.bio_domains': null, 'enforcement.takes': 'loss' }),
  ...speakNames({
    'enforcement.source': 'source',
    'enforcement.platform': null,
    'enforcement.own_action': null,
    'account.handle': null,
    'account.name': null,
    'item.type': null,
    'item.currency': null,
    'actor.sign_in_strength': 'signIn',
    'actor.employment': 'employment',
    'actor.employer': null,
  }),
}

/** Returns a guard's condition in words, to be rendered in the reader's language. */
export const conditionText = (condition: Pick<Condition, 'text' | 'ast'>): Text => phraseCondition(condition, SPOKEN)
