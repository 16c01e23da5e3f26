import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { HIGH_REACH } from '../requirements/protected.ts'
import { roundDown } from './reach-bounds.ts'

/** The fewest accounts from which a bound on reach can be derived. */
export const ACCOUNTS_MIN = 1_000
/** The share of accounts, those with the most reach, from which the bound is derived. */
const TOP_SHARE = 0.001
/** The largest share of accounts that may need a second person: more would exhaust the reviewers. */
const COVERED_SHARE_MAX = 0.01

/** The reach from which an account reaches uncommonly many people, or the reason why none is proposed. */
export type Proposal =
  | { kind: 'found'; accounts: number; top: number; reach: number; bound: number; covered: number }
  | { kind: 'too_few'; accounts: number }
  | { kind: 'too_many_alike'; accounts: number; bound: number; covered: number }

/** Proposes a bound on reach from all known accounts: the reach at which their top thousandth begins. */
export async function proposeBound(db: Queryable): Promise<Proposal> {
  const { accounts, reach } = await findTop(db)
  if (accounts < ACCOUNTS_MIN || reach === null) return { kind: 'too_few', accounts }
  // The bound is at least 1, because 0 would cover every account. It is at most HIGH_REACH, because protection begins
  // there, however many accounts of a large platform reach further.
  const bound = Math.min(HIGH_REACH, Math.max(1, roundDown(reach)))
  const covered = await countReaching(db, bound)
  if (covered > accounts * COVERED_SHARE_MAX) return { kind: 'too_many_alike', accounts, bound, covered }
  return { kind: 'found', accounts, top: Math.ceil(accounts * TOP_SHARE), reach, bound, covered }
}

async function findTop(db: Queryable): Promise<{ accounts: number; reach: number | null }> {
  const { rows } = await db.query<{ accounts: number; reach: number | null }>(sql`
    select count(*) as accounts, percentile_disc(${TOP_SHARE}::float8) within group (order by reach_counted desc) as reach
    from account where reach_counted is not null`)
  return rows[0] ?? { accounts: 0, reach: null }
}

async function countReaching(db: Queryable, bound: number): Promise<number> {
  return db.onlyValue<number>(sql`
    select count(*) as count from account where reach_counted >= ${bound}`)
}
