import type { Facts } from '../../src/guard/facts.ts'
import type { JudgedAccount, JudgedBy } from '../../src/guard/judge.ts'

/** Facts that ask nothing of anybody: a small account, a rested person who stays. */
export const ORDINARY: Facts = {
  'order.legal_duty': false,
  'order.account_items_24h': 0,
  'order.account_items_share': 0,
  'order.review_seconds': 120,
  'account.reach': 31,
  'account.tags': [],
  'account.age_days': 400,
  'account.lookalike_reach': 0,
  'account.lookalike_vouched': false,
  'actor.leaving': false,
  'actor.minutes_on_shift': 60,
  'actor.minutes_since_break': 60,
  'actor.minutes_to_shift_end': 240,
  'desk.on_duty': 3,
  'account.reach_growth_30d': 1,
  'account.reach_bought': false,
  'account.restores': 0,
  'account.pending_orders': 0,
  'actor.decisions_1h': 12,
  'actor.harm_orders_1h': 2,
  'actor.harm_reach_1h': 600,
  'actor.declined_30d': 1,
  'actor.overturned_share_30d': 0.02,
  'actor.days_since_joining': 400,
  'actor.sign_in_minutes': 60,
  'desk.harm_orders_10m': 3,
  'desk.dark_orders_1h': 0,
}

/** What an order is judged by: an ordinary account, unless said otherwise. */
export function judgedBy(account: Partial<JudgedAccount> = {}, facts: Partial<Facts> = {}): JudgedBy {
  const whole: JudgedAccount = {
    id: null,
    handle: 'somebody',
    tags: [],
    reach: 31,
    reachClass: 2,
    evidence: null,
    protected: false,
    readAt: null,
    ...account,
  }
  return {
    account: whole,
    facts: { ...ORDINARY, 'account.reach': whole.reach, 'account.tags': [...whole.tags], ...facts },
  }
}
