import sql from 'sql-template-tag'
import type { Desk } from '../desk.ts'

/** How often lost ends are looked for. */
export const REMAKE_EVERY_MS = 60_000
/** Two turns ahead, so that an end whose row was lost still comes on time. */
const AHEAD_MS = 2 * REMAKE_EVERY_MS
const AT_ONCE_MAX = 1_000

/**
 * Makes again what is to end an order when that row is gone: without it a suspension would never end, and nobody would
 * notice. Looks at those only whose end is near or over, and answers how many there were.
 */
export async function remakeEnds(desk: Pick<Desk, 'db' | 'log'>): Promise<number> {
  const { rowCount } = await desk.db.query(sql`
    insert into due (kind, key, lane, due_at)
    select 'end', ending.id, 'restore', ending.ends_at from desk_order ending
    where ending.state in ('releasing', 'in_effect', 'confirmed')
      and ending.ends_at <= desk_now() + ${AHEAD_MS} * interval '1 ms'
      and not exists (select from due where due.kind = 'end' and due.key = ending.id)
    order by ending.ends_at limit ${AT_ONCE_MAX}
    on conflict (kind, key) do nothing`)
  const remade = rowCount ?? 0
  if (remade > 0) desk.log.warn({ remade }, 'what was to end these orders was lost and is made again')
  return remade
}
