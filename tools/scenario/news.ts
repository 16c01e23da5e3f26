import sql from 'sql-template-tag'
import type { EnforcementState, RestoreCause } from '../../src/foundation/domain.ts'
import type { Pool } from '../../src/foundation/database/db.ts'

/** A transition of an enforcement, as the desk recorded it. */
export interface Move {
  enforcementId: string
  to: EnforcementState
  at: Date
  /** The end of the hold, and the time by which a person must confirm; null: none, or not known yet. */
  until: Date | null
  confirmBy: Date | null
  cause: RestoreCause | null
}

/** An alert to a person or a role. */
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

/** The position up to which the desk's transitions of enforcements and alerts were read. */
export interface Recorded {
  move: number
  alert: number
}

/** Reads what a desk recorded since the previous read, in order. */
export class NewsReader {
  #last: Recorded = { move: 0, alert: 0 }

  async read(db: Pool, now: Recorded): Promise<News> {
    const last = this.#last
    this.#last = now
    return {
      moves: now.move > last.move ? await listMoves(db, last.move) : [],
      told: now.alert > last.alert ? await listTold(db, last.alert) : [],
    }
  }
}

async function listMoves(db: Pool, after: number): Promise<Move[]> {
  const { rows } = await db.query<Move>(sql`
    select move.enforcement_id as "enforcementId", move.to_state as to, move.at, enforcement.confirm_by as "confirmBy",
      (select due_at from job where kind = 'release' and key = move.enforcement_id) as until,
      (select cause from enforcement_restore where enforcement_id = move.enforcement_id) as cause
    from enforcement_move move join enforcement on enforcement.id = move.enforcement_id
    where move.id > ${after} order by move.id`)
  return rows
}

async function listTold(db: Pool, after: number): Promise<Told[]> {
  const { rows } = await db.query<Told>(sql`
    select at, to_staff as "toStaff", to_role as "toRole", why from alert where id > ${after} order by id`)
  return rows
}
