import sql from 'sql-template-tag'
import type { Pool } from '../../src/foundation/database/db.ts'
import { waitFor } from './wait-for.ts'

/** Waits until this many connections of this database wait for a lock of another transaction. */
export async function waitForLock(pool: Pool, count = 1): Promise<void> {
  await waitFor(`${count} to wait for a lock`, async () => {
    const { rows } = await pool.query(sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)
    return rows.length >= count
  })
}
