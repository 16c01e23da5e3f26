import sql from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'

interface FiredCount {
  /** The number of enforcements for which the guard fired. */
  enforcements: number
  /** The number of enforcements for which it fired because a fact was unknown. */
  unknown: number
}

/**
 * Counts the enforcements for which each guard fired in the last 30 days, and all enforcements judged. An enforcement
 * that was judged again counts once.
 */
export async function countFired(db: Queryable): Promise<{ enforcements: number; byGuard: Map<string, FiredCount> }> {
  const { rows } = await db.query<{ id: string; enforcements: number; unknown: number }>(sql`
    select fired.value ->> 'id' as id, count(distinct verdict.enforcement_id) as enforcements,
      count(distinct verdict.enforcement_id) filter (where (fired.value ->> 'errored')::boolean) as unknown
    from verdict cross join lateral jsonb_array_elements(verdict.fired) fired
    where verdict.judged_at > desk_now() - interval '30 days'
    group by 1`)
  const { rows: all } = await db.query<{ enforcements: number }>(sql`
    select count(distinct enforcement_id) as enforcements from verdict where judged_at > desk_now() - interval '30 days'`)
  return { enforcements: all[0]?.enforcements ?? 0, byGuard: new Map(rows.map(({ id, ...count }) => [id, count])) }
}
