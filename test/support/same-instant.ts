import { waitFor } from './wait-for.ts'
import type { WorkingDesk } from './working-desk.ts'

/**
 * Does things at the same instant: it locks the table of jobs and lets go once as many connections wait for a lock as
 * there are acts.
 */
export async function runAtSameInstant<T>(
  { database, desk }: Pick<WorkingDesk, 'database' | 'desk'>,
  acts: readonly (() => Promise<T>)[],
): Promise<T[]> {
  const gate = await database.ownerPool.connect()
  try {
    await gate.query('begin; lock table job in exclusive mode')
    const done = Promise.all(acts.map((act) => act()))
    await waitFor('all of them to wait', async () => {
      const { rows } = await desk.db.query<{ waiting: number }>(`
        select count(*)::integer as waiting from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`)
      return (rows[0]?.waiting ?? 0) >= acts.length
    })
    await gate.query('commit')
    return await done
  } finally {
    gate.release()
  }
}
