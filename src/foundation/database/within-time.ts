import sql from 'sql-template-tag'
import { inTransaction, type Pool, sqlState, type Tx } from './db.ts'

const QUERY_CANCELED = '57014'

/** The time of one page of a list with filters: a rare filter over a long period reads much before it finds a page. */
export const PAGE_MS_MAX = 5_000

/** Runs queries in a transaction whose statements PostgreSQL cancels after a time. Then it throws the given error. */
export async function withinTime<T>(
  db: Pool,
  { ms, tooSlow }: { ms: number; tooSlow: () => Error },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(db, async (tx) => {
      await tx.query(sql`select set_config('statement_timeout', ${`${ms}ms`}, true)`)
      return work(tx)
    })
  } catch (error) {
    throw sqlState(error) === QUERY_CANCELED ? tooSlow() : error
  }
}
