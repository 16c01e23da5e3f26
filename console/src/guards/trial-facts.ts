import type { TryBody } from '../api/shapes.ts'

export type FactValues = TryBody['facts']

/** The initial facts of a trial: an account with few followers, and a rested proposer who took time. */
export const ORDINARY: FactValues = {
  'account.reach': 812,
  'account.tags': [],
  'account.age_days': 900,
  'account.lookalike_reach': 0,
  'account.lookalike_vouched': false,
  'enforcement.legal_duty': false,
  'enforcement.account_items_24h': 1,
  'enforcement.account_items_share': 0.01,
  'enforcement.review_seconds': 90,
  'enforcement.source': 'person',
  'enforcement.platform': 'default',
  'enforcement.seen_seconds': 55,
  'enforcement.evidence_age_hours': 20,
  'account.verified': false,
  'account.handle': 'rosa_bakes',
  'account.name': 'Rosa Lind',
  'account.bio_domains': [],
  'item.type': 'absent',
  'item.price': 'absent',
  'item.currency': 'absent',
  'item.people': 'absent',
  'desk.badge_is_identity': false,
  'actor.sign_in_strength': 'synced_passkey',
  'actor.severe_cases_24h': 2,
  'actor.employment': 'employee',
  'actor.employer': 'Example',
  'actor.days_until_leaving': 36_500,
  'desk.frozen': false,
  'desk.breakers_open': 0,
  'actor.leaving': false,
  'actor.minutes_on_shift': 120,
  'actor.minutes_since_break': 45,
  'actor.minutes_to_shift_end': 300,
  'desk.on_duty': 5,
  'account.reach_growth_30d': 1,
  'account.reach_bought': false,
  'account.restores': 0,
  'account.pending_enforcements': 0,
  'actor.decisions_1h': 12,
  'actor.restrictive_enforcements_1h': 2,
  'actor.restrictive_reach_1h': 600,
  'actor.declined_30d': 1,
  'actor.overturned_share_30d': 0.02,
  'actor.days_since_joining': 400,
  'actor.sign_in_minutes': 60,
  'desk.restrictive_enforcements_10m': 3,
  'desk.offline_enforcements_1h': 2,
}

/** The initial facts that a trial offers. */
export const EXAMPLES = {
  ordinary: ORDINARY,
  newsroom: { ...ORDINARY, 'account.reach': 1_100_000, 'account.tags': ['newsroom'] },
  minister: {
    ...ORDINARY,
    'account.reach': 43_500_000,
    'account.tags': ['public_office'],
    'account.lookalike_reach': 18_400,
  },
  tired: { ...ORDINARY, 'actor.minutes_since_break': 150, 'actor.minutes_on_shift': 560 },
  unknown: {},
} satisfies Record<string, FactValues>
export const EXAMPLE_NAMES = Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[]
