import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { holdStanding } from '../../people/staff/standing.ts'
import { pageUnapprovable } from '../leads-alert.ts'
import { findAskedFor, lockOrder, type Order } from '../queries.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { listPassed, requirementOf } from '../approve/is-needed.ts'

/**
 * Shows a person the action of an enforcement before they reviewed it themselves, which forfeits their approval of it. Leads are
 * alerted when the others on duty cannot approve it without them. Repeating it changes nothing.
 */
export async function revealOrder(desk: Desk, { orderId, by }: { orderId: string; by: StaffCaller }): Promise<Order> {
  return inTransaction(desk.db, async (tx) => {
    await holdStanding(tx, by.id)
    const found = await findAskedFor(tx, orderId, by.id)
    if (found === undefined)
      throw new DeskError('not_found', `There is no order ${orderId} that you could be asked about.`)
    await lockSubject(tx, found.subject)
    const order = (await lockOrder(tx, orderId)) ?? found
    const { rowCount } = await tx.query(sql`
      update order_offer set revealed_at = desk_now(), until = least(until, desk_now())
      where order_id = ${orderId} and staff_id = ${by.id} and own_at is null and revealed_at is null`)
    if (rowCount === 0) await refuseUnoffered(tx, orderId, by.id)
    else {
      queueEntry(tx, { kind: 'order_revealed', by: { kind: 'staff', id: by.id }, subject: order.subject, orderId })
      if (order.state === 'awaiting_approval')
        await pageUnapprovable(tx, order, await requirementOf(tx, orderId), await listPassed(tx, orderId))
    }
    return order
  })
}

async function refuseUnoffered(tx: Tx, orderId: string, staffId: string): Promise<void> {
  const { rowCount } = await tx.query(sql`
    select from order_offer where order_id = ${orderId} and staff_id = ${staffId}`)
  if (rowCount === 0)
    throw new DeskError(
      'conflict',
      'Not revealed: this order was not offered to you. Ask for the next one with POST /v1/approvals/next.',
    )
}
