import sql from 'sql-template-tag'
import { isMet, type Requirement } from '../../policy/requirements/requirement.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { Order } from '../queries.ts'
import { findVerdicts } from '../replay/verdict-queries.ts'
import { couldApprove } from '../approvers/who-may.ts'

/** Whether those who didn't pass can't agree to an order without this person. */
export async function isNeeded(tx: Tx, order: Order, staffId: string): Promise<boolean> {
  const passed = new Set([...(await listPassed(tx, order.id)), staffId])
  const others = (await couldApprove(tx, order.id)).filter((person) => !passed.has(person.staffId))
  return !isMet((await requirementOf(tx, order.id)).approvals, others)
}

/** Who passed an order on. */
export async function listPassed(db: Queryable, orderId: string): Promise<string[]> {
  const { rows } = await db.query<{ staffId: string }>(sql`
    select staff_id as "staffId" from order_offer where order_id = ${orderId} and passed_at is not null`)
  return rows.map(({ staffId }) => staffId)
}

/** What the last verdict asks of an order. */
export async function requirementOf(db: Queryable, orderId: string): Promise<Requirement> {
  const verdict = (await findVerdicts(db, [orderId])).get(orderId)
  if (verdict === undefined) throw new Error(`order ${orderId} has no verdict`)
  return verdict.requirement
}
