import sql from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'

export interface FiredCount {
  /** For how many orders it spoke up. */
  orders: number
  /** For how many of them because something it turns on was unknown. */
  unknown: number
}

/** How often each guard spoke up in the last 30 days, and of how many orders. What an order was judged by again counts once. */
export async function countFired(db: Queryable): Promise<{ orders: number; byGuard: Map<string, FiredCount> }> {
  const { rows } = await db.query<{ id: string; orders: number; unknown: number }>(sql`
    select fired.value ->> 'id' as id, count(distinct verdict.order_id) as orders,
      count(distinct verdict.order_id) filter (where (fired.value ->> 'errored')::boolean) as unknown
    from verdict cross join lateral jsonb_array_elements(verdict.fired) fired
    where verdict.judged_at > desk_now() - interval '30 days'
    group by 1`)
  const { rows: all } = await db.query<{ orders: number }>(sql`
    select count(distinct order_id) as orders from verdict where judged_at > desk_now() - interval '30 days'`)
  return { orders: all[0]?.orders ?? 0, byGuard: new Map(rows.map(({ id, ...count }) => [id, count])) }
}
