import sql from 'sql-template-tag'
import type { Queryable } from '../database/db.ts'

/** What time it is by the database, which decides. For showing and for measuring; a statement that decides asks itself. */
export async function readDeskTime(db: Queryable): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>(sql`select desk_now() as now`)
  const [row] = rows
  if (row === undefined) throw new Error('the database did not tell its time')
  return row.now
}
