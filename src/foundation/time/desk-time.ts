import sql from 'sql-template-tag'
import type { Queryable } from '../database/db.ts'

/**
 * Reads the time of the database, which decides. For display and measurement; a statement that decides reads it itself.
 */
export async function readDeskTime(db: Queryable): Promise<Date> {
  const row = await db.find<{ now: Date }>(sql`select desk_now() as now`)
  if (row === undefined) throw new Error('the database did not tell its time')
  return row.now
}
