import sql from 'sql-template-tag'
import type { Pool } from '../../src/lib/db.ts'
import { waitFor } from './wait-for.ts'

/** Waits until somebody in this database waits for a lock that another transaction holds. */
export const waitForLock = (pool: Pool): Promise<void> => waitForLocks(pool, 1)

/** The same of so many at once. */
export async function waitForLocks(pool: Pool, count: number): Promise<void> {
  await waitFor(`${count} to wait for a lock`, async () => {
    const { rows } = await pool.query(sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
    return rows.length >= count
  })
}
