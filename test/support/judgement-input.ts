import type { Facts } from '../../src/policy/guards/facts.ts'
import type { JudgedAccount, JudgedBy } from '../../src/policy/guards/judge.ts'
import { ORDINARY as RESTED } from './guards.ts'

/** Facts for which guards require nothing: a small account, and a rested proposer who stays. */
export const ORDINARY: Facts = {
  ...RESTED,
  'enforcement.account_items_24h': 0,
  'enforcement.account_items_share': 0,
  'enforcement.review_seconds': 120,
  'account.reach': 31,
  'account.age_days': 400,
  'actor.minutes_on_shift': 60,
  'actor.minutes_since_break': 60,
  'actor.minutes_to_shift_end': 240,
  'desk.on_duty': 3,
  'desk.offline_enforcements_1h': 0,
}

/** Returns the input of a judgement: an ordinary account, unless overridden. */
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
    goesOffline: false,
    ...account,
  }
  return {
    account: whole,
    facts: { ...ORDINARY, 'account.reach': whole.reach, 'account.tags': [...whole.tags], ...facts },
  }
}
