import type { JudgedAccount } from '../../policy/guards/judge.ts'
import type { KnownRow } from './queries.ts'

const YOUNG_DAYS = 30
const THREEFOLD = 3

/**
 * Computes how much the reach grew and whether the growth may be bought. Null: unknown. A platform without reach or
 * creation times shows no sign of bought reach.
 */
export function growthOf({ reach }: Pick<JudgedAccount, 'reach'>, { reachLowest, ageDays, absent }: KnownRow) {
  const growth =
    reach === 'absent' ? 1 : reach === null || reachLowest === null ? null : reach / Math.max(1, reachLowest)
  const isYoung = ageDays === null ? (absent?.includes('createdAt') ? false : null) : ageDays < YOUNG_DAYS
  const hasGrown = growth === null ? null : growth >= THREEFOLD
  const bought = isYoung === true || hasGrown === true ? true : isYoung === null || hasGrown === null ? null : false
  return { 'account.reach_growth_30d': growth, 'account.reach_bought': bought }
}
