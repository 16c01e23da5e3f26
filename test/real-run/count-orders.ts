import sql from 'sql-template-tag'
import type { Pool } from '../../src/foundation/database/db.ts'

/** Orders that others had to agree to. */
export interface GuardedCounts {
  guarded: number
  /** All whom it took agreed, so that it took effect. */
  approved: number
  /** And somebody said then that it is right. */
  confirmed: number
  declined: number
  expired: number
  /** It came back, because nobody said that it is right. */
  unconfirmed: number
}

/** How orders are told apart: that people were to agree is in their verdicts. */
const ASKED = sql`exists (select from verdict where order_id = desk_order.id
  and jsonb_array_length(requirement -> 'approvals') > 0)`

export async function countGuarded(db: Pool): Promise<GuardedCounts> {
  const { rows } = await db.query<GuardedCounts>(sql`
    select count(*) as guarded,
      count(*) filter (where exists (select from order_move where order_id = desk_order.id and to_state = 'releasing')) as approved,
      count(*) filter (where state = 'confirmed') as confirmed,
      count(*) filter (where state = 'declined') as declined,
      count(*) filter (where state = 'expired') as expired,
      count(*) filter (where state = 'restored'
        and exists (select from order_restore where order_id = desk_order.id and cause = 'unconfirmed')) as unconfirmed
    from desk_order where ${ASKED}`)
  const [row] = rows
  if (row === undefined) throw new Error('PostgreSQL counted nothing')
  return row
}

/** Orders on accounts that nobody protects, dark or not. */
export interface OrdinaryCounts {
  orders: number
  /** Of them, those that a second person had to agree to, or would have had to if it had been asked for. */
  askedSecond: number
}

/** Of what was made and of what reviewers left be because others would have had to agree. */
export async function countOrdinary(db: Pool, leftBe: number): Promise<OrdinaryCounts> {
  const { rows } = await db.query<OrdinaryCounts>(sql`
    select count(*) as orders, count(*) filter (where ${ASKED}) as "askedSecond" from desk_order where not protected`)
  const { orders = 0, askedSecond = 0 } = rows[0] ?? {}
  return { orders: orders + leftBe, askedSecond: askedSecond + leftBe }
}

/** Orders that came to nothing, or came back unconfirmed, and whose cases nobody was given again. */
export async function listUnreturned(db: Pool): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(sql`
    select id from desk_order
    where (state in ('declined', 'expired') or state = 'restored'
        and exists (select from order_restore where order_id = desk_order.id and cause = 'unconfirmed'))
      and 1 <> (select count(*) from case_event
        where case_event.case_id = desk_order.case_id and kind = 'returned' and starts_with(detail ->> 'why', 'order ' || desk_order.id || ' '))
    order by id`)
  return rows.map(({ id }) => id)
}
