import sql from 'sql-template-tag'
import type { Queryable } from '../database/db.ts'

/**
 * Finds the drill that keeps a test account offline now. A drill on several accounts counts as its first one. Null:
 * there is none.
 */
export async function findDrillNow(db: Queryable): Promise<string | null> {
  const { rows } = await db.query<{ id: string }>(sql`
    select coalesce(run.part_of, run.id) as id from drill_run run join enforcement ordered on ordered.id = run.enforcement_id
    where is_standing(ordered.state) order by run.begins_at desc limit 1`)
  return rows[0]?.id ?? null
}
