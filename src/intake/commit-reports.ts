import type { Desk } from '../desk.ts'
import { inSavepoint, inTransaction, sqlState, type Tx } from '../lib/db.ts'
import { type GivenReport, type ReportOutcome, storeReports } from './store-reports.ts'

/** PostgreSQL's classes for a value, or a row, that can't be: whoever sent it is who can mend it. */
const REFUSED = /^2[23]/
const UNIQUE_VIOLATION = '23505'
const ATTEMPTS_MAX = 5

/** `refused`: the database can't keep this one, whatever stands beside it. */
export type CommitOutcome = ReportOutcome | { kind: 'refused'; sqlState: string }

/**
 * Commits reports together and answers for each what became of it. They are durable when this resolves. One that the
 * database refuses harms no other: it is found by halving.
 */
export async function commitReports(
  desk: Pick<Desk, 'db' | 'policies'>,
  given: readonly GivenReport[],
): Promise<CommitOutcome[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(desk.db, (tx) => storeReports(tx, desk, given))
    } catch (error) {
      const state = sqlState(error) ?? ''
      // Another transaction took an id meanwhile; it is committed now, so the next attempt finds it known.
      if (state === UNIQUE_VIOLATION && attempt < ATTEMPTS_MAX) continue
      if (!REFUSED.test(state)) throw error
      return inTransaction(desk.db, (tx) => storeHalves(tx, desk, given))
    }
  }
}

async function storeHalves(
  tx: Tx,
  desk: Pick<Desk, 'policies'>,
  given: readonly GivenReport[],
): Promise<CommitOutcome[]> {
  try {
    return await inSavepoint(tx, () => storeReports(tx, desk, given))
  } catch (error) {
    const state = sqlState(error) ?? ''
    if (!REFUSED.test(state) || given.length === 0) throw error
    if (given.length === 1) return [{ kind: 'refused', sqlState: state }]
    const half = Math.ceil(given.length / 2)
    const first = await storeHalves(tx, desk, given.slice(0, half))
    return [...first, ...(await storeHalves(tx, desk, given.slice(half)))]
  }
}
