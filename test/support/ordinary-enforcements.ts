import type { Facts } from '../../src/policy/guards/facts.ts'
import { HIGH_REACH } from '../../src/policy/requirements/protected.ts'
import { ORDINARY } from './judgement-input.ts'

/** The known facts of an account. */
export interface OrdinaryAccount {
  reach: number
  ageDays: number
  lookalikeReach: number
  verified: boolean
}

/** Half of all accounts reach fewer than this, one in six over a thousand, one in fifty over ten thousand. */
const REACH_MEDIAN = 120
const REACH_SPREAD = 2.1
const HAS_LOOKALIKE = 0.05
const LOOKALIKE_MEDIAN = 300
const LOOKALIKE_SPREAD = 3
/** Badges that mean a checked identity are rare: large platforms that checked gave them to one or two accounts in a thousand. */
const VERIFIED_SHARE = 0.002
const AGE_DAYS_MAX = 5_500
const YOUNG_DAYS = 30
/** An account with more reach has posted more. */
const ITEMS_PER_ROOT_OF_REACH = 10
const ITEMS_SPREAD = 1.2
/** The probability that one hide on an account is followed by another on the same day. */
const HIDES_ANOTHER = 0.15
/** Half of all cases are looked at for a minute or longer, one in sixteen for less than a quarter of one. */
const REVIEW_MEDIAN_SECONDS = 60
const REVIEW_SPREAD = 0.9
const REVIEW_SECONDS_MAX = 1_800
/** Rested: well before guards or labour law would say otherwise. */
const SINCE_BREAK_MAX = 119
const ON_SHIFT_MAX = 480

export interface Dice {
  /** From 0 to below 1. */
  share(): number
  /** A whole number from 0 to below this. */
  below(count: number): number
  /** Half of all draws are below the median; the logarithm is normal with this spread. */
  logNormal(median: number, spread: number): number
}

/** The same throws for the same seed (mulberry32). */
export function createDice(seed: number): Dice {
  let state = seed >>> 0
  const share = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const normal = () => Math.sqrt(-2 * Math.log(1 - share())) * Math.cos(2 * Math.PI * share())
  return {
    share,
    below: (count) => Math.floor(share() * count),
    logNormal: (median, spread) => median * Math.exp(spread * normal()),
  }
}

/** Draws an unprotected account: most reach a few, some up to just below what is protected. */
export function makeAccount(dice: Dice): OrdinaryAccount {
  const reach = Math.min(HIGH_REACH - 1, Math.floor(dice.logNormal(REACH_MEDIAN, REACH_SPREAD)))
  const hasLookalike = dice.share() < HAS_LOOKALIKE
  return {
    reach,
    ageDays: dice.below(AGE_DAYS_MAX),
    lookalikeReach: hasLookalike ? Math.floor(dice.logNormal(LOOKALIKE_MEDIAN, LOOKALIKE_SPREAD)) : 0,
    verified: dice.share() < VERIFIED_SHARE,
  }
}

/** Draws an enforcement as normal work brings it, by a rested person who stays. */
export function makeEnforcement(dice: Dice, { reach, ageDays, lookalikeReach, verified }: OrdinaryAccount): Facts {
  const posted = dice.logNormal(ITEMS_PER_ROOT_OF_REACH * Math.sqrt(reach + 1), ITEMS_SPREAD)
  const items = Math.max(1, Math.floor(posted))
  let taken = 1
  while (taken < items && dice.share() < HIDES_ANOTHER) taken++
  const onShift = dice.below(ON_SHIFT_MAX + 1)
  return {
    ...ORDINARY,
    'enforcement.account_items_24h': taken,
    'enforcement.account_items_share': taken / items,
    'enforcement.review_seconds': Math.min(
      REVIEW_SECONDS_MAX,
      Math.floor(dice.logNormal(REVIEW_MEDIAN_SECONDS, REVIEW_SPREAD)),
    ),
    // The badge counts as identity, so that guards on it can fire.
    'desk.badge_is_identity': true,
    'account.verified': verified,
    'account.reach': reach,
    'account.age_days': ageDays,
    'account.reach_bought': ageDays < YOUNG_DAYS,
    'account.lookalike_reach': lookalikeReach,
    'account.lookalike_vouched': lookalikeReach > 0,
    'actor.minutes_on_shift': onShift,
    'actor.minutes_since_break': Math.min(onShift, dice.below(SINCE_BREAK_MAX + 1)),
    'actor.minutes_to_shift_end': ON_SHIFT_MAX - onShift,
  }
}

const MONTH_DAYS = 30
/**
 * Up to so many contents, three are a large share; above, a fifth is. PostgreSQL counts the same (`is_large_share`).
 */
const FEW = 9

/** True when this enforcement hides a large share of its account, of all it has or of what it published in the last 30 days. */
export function hidesLargeShare(facts: Facts): boolean {
  const [taken, share, age] = [
    facts['enforcement.account_items_24h'],
    facts['enforcement.account_items_share'],
    facts['account.age_days'],
  ]
  if (taken === null || !share || typeof age !== 'number') return true
  const own = Math.round(taken / share)
  const lately = Math.max(taken, Math.round((own * MONTH_DAYS) / Math.max(MONTH_DAYS, age)))
  return [own, lately].some((count) => (count <= FEW ? taken >= 3 : taken * 5 >= count)) || (taken >= own && own !== 1)
}
