import sql from 'sql-template-tag'
import type { OrderState, RestoreCause } from '../domain.ts'
import type { Pool } from '../lib/db.ts'

/** How an order moved, as the desk recorded it. */
export interface Move {
  orderId: string
  to: OrderState
  at: Date
  /** Until when it is held, when it must be confirmed; null: it needs none, or not yet. */
  until: Date | null
  confirmBy: Date | null
  cause: RestoreCause | null
}

/** Somebody was told something. */
export interface Told {
  at: Date
  toStaff: string | null
  toRole: string | null
  why: string
}

export interface News {
  moves: Move[]
  told: Told[]
}

/** Reads what a desk recorded since it was last asked, in order. */
export class NewsReader {
  #lastMove = 0
  #lastPage = 0

  async read(db: Pool): Promise<News> {
    const { rows } = await db.query<{ move: number | null; page: number | null }>(sql`
      select (select max(id) from order_move) as move, (select max(id) from page) as page`)
    const { move, page } = rows[0] ?? { move: null, page: null }
    const moves = (move ?? 0) > this.#lastMove ? await listMoves(db, this.#lastMove) : []
    const told = (page ?? 0) > this.#lastPage ? await listTold(db, this.#lastPage) : []
    this.#lastMove = move ?? 0
    this.#lastPage = page ?? 0
    return { moves, told }
  }
}

async function listMoves(db: Pool, after: number): Promise<Move[]> {
  const { rows } = await db.query<Move>(sql`
    select move.order_id as "orderId", move.to_state as to, move.at, desk_order.confirm_by as "confirmBy",
      (select due_at from due where kind = 'release' and key = move.order_id) as until,
      (select cause from order_restore where order_id = move.order_id) as cause
    from order_move move join desk_order on desk_order.id = move.order_id
    where move.id > ${after} order by move.id`)
  return rows
}

async function listTold(db: Pool, after: number): Promise<Told[]> {
  const { rows } = await db.query<Told>(sql`
    select at, to_staff as "toStaff", to_role as "toRole", why from page where id > ${after} order by id`)
  return rows
}
