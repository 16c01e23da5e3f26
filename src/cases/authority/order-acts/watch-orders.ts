import sql from 'sql-template-tag'
import { queueAlert } from '../../../alerts/alert.ts'
import { inTransaction } from '../../../foundation/database/db.ts'
import { message } from '../../../foundation/messages/message.ts'
import type { Desk } from '../../../policy/desk.ts'

const ORDERS_AT_ONCE_MAX = 100

/**
 * Alerts leads and policy, once, about each order whose time ended without an answer to its authority. A decision in a
 * case ends a clock; only an answer or a contest ends the duty. Returns the number of orders.
 */
export async function watchOrders({ db }: Pick<Desk, 'db'>): Promise<number> {
  return inTransaction(db, async (tx) => {
    const late = await tx.list<{ orderId: string; dueAt: Date }>(sql`
      update authority_order_terms terms set told_late_at = desk_now()
      where order_id in (select order_id from authority_order_terms late
          join authority_order known on known.id = late.order_id
        where late.told_late_at is null and late.due_at <= desk_now() and known.kind <> 'other'
          and order_state(known.id) = 'open'
        order by late.due_at limit ${ORDERS_AT_ONCE_MAX} for update of late skip locked)
      returning order_id as "orderId", due_at as "dueAt"`)
    for (const { orderId, dueAt } of late) {
      const why = message('alert.orderLate', { orderId, dueAt })
      for (const role of ['lead', 'policy'] as const) queueAlert(tx, { kind: 'authority_order', to: { role }, why })
    }
    return late.length
  })
}
