import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import { AT_THEIR_PLACE } from '../../claims/who-fits.ts'
import type { ActBody, OrderActKind } from './act-body.ts'

export interface NewAct {
  orderId: string
  kind: OrderActKind
  outcome: ActBody['outcome'] | null
  ground: ActBody['ground'] | null
  until: Date | null
  note: string | null
  actedBy: string
}

export interface OrderAct extends NewAct {
  id: string
  at: Date
}

const ACT = sql`id, order_id as "orderId", kind, outcome, ground, until, note, acted_by as "actedBy", at`

/** Locks an order until the transaction ends: acts on it follow each other. PostgreSQL judges each one again. */
export async function lockOrder(tx: Tx, orderId: string): Promise<void> {
  await tx.query(sql`select from authority_order_terms where order_id = ${orderId} for no key update`)
}

/** The reasons for which SQL refuses an act (`order_act_refusal`). */
export type ActRefusal =
  | 'role'
  | 'erased'
  | 'verified'
  | 'contested'
  | 'not_contested'
  | 'answered'
  | 'removal'
  | 'not_offline'
  | 'silence'
  | 'silence_alone'
  | 'silence_confirmed'
  | 'until'

/** Returns the reason why an act on a locked order is refused. Undefined: it is done. */
export async function findActRefusal(tx: Tx, act: NewAct): Promise<ActRefusal | undefined> {
  const { orderId: order_id, actedBy: acted_by, ...rest } = act
  const refusal = await tx.findValue<ActRefusal | null>(sql`
    select order_act_refusal(jsonb_populate_record(null::authority_order_act,
      ${JSON.stringify({ ...rest, order_id, acted_by })}::jsonb))`)
  return refusal ?? undefined
}

export async function insertAct(tx: Tx, act: NewAct): Promise<OrderAct> {
  return tx.only<OrderAct>(sql`
    insert into authority_order_act (order_id, kind, outcome, ground, until, note, acted_by)
    values (${act.orderId}, ${act.kind}, ${act.outcome}, ${act.ground}, ${act.until}, ${act.note}, ${act.actedBy})
    returning ${ACT}`)
}

/** Lists the acts on an order, oldest first. A reviewer who may still be asked about an item sees their own alone. */
export async function listActs(db: Queryable, orderId: string, staffId: string): Promise<OrderAct[]> {
  return db.list<OrderAct>(sql`
    select ${ACT} from authority_order_act
    where order_id = ${orderId} and (acted_by = ${staffId} or not is_order_withheld(${orderId}, ${staffId}))
    order by at, id`)
}

export interface OrderItem {
  subject: string
  caseId: string | null
  dueAt: Date | null
  offlineAt: Date | null
}

/**
 * Lists the subjects of an order, each with its case at this person's site, its clock that runs and the time since which
 * it is out of sight, which is withheld from a reviewer who may still be asked about an item.
 */
export async function listItems(db: Queryable, orderId: string, staffId: string): Promise<OrderItem[]> {
  return db.list<OrderItem>(sql`
    select subject, case when not is_order_withheld(${orderId}, ${staffId}) then offline_at end as "offlineAt", (
        select candidate.id from review_case candidate join staff person on person.id = ${staffId}
        where candidate.subject = effect.subject and candidate.appeal_id is null and ${AT_THEIR_PLACE}
        order by candidate.closed_at desc nulls first, candidate.opened_at desc limit 1) as "caseId",
      (select min(due_at) from legal_clock clock
        where clock.cause = ${orderId} and clock.subject = effect.subject and clock.ended_at is null) as "dueAt"
    from order_effects(${orderId}) effect order by subject collate "C"`)
}
