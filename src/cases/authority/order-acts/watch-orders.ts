import sql from 'sql-template-tag'
import { queueAlert } from '../../../alerts/alert.ts'
import { inTransaction } from '../../../foundation/database/db.ts'
import { message } from '../../../foundation/messages/message.ts'
import type { Desk } from '../../../policy/desk.ts'

const ORDERS_AT_ONCE_MAX = 100

/**
 * Alerts leads and policy, once, about each order whose time ended without an answer to its authority; after a
 * resumption, its new time counts. A decision in a case ends a clock; only an answer or a contest ends the duty. Returns
 * the number of orders.
 */
export async function watchOrders({ db }: Pick<Desk, 'db'>): Promise<number> {
  return inTransaction(db, async (tx) => {
    const late = await tx.list<{ orderId: string; dueAt: Date }>(sql`
      with late as (
        select terms.order_id, ended.due_at from authority_order_terms terms
          join authority_order known on known.id = terms.order_id
          left join lateral (select at, until from authority_order_act
            where order_id = known.id and kind = 'resumed' order by at desc, id desc limit 1) resumed on true
          cross join lateral (select coalesce(resumed.until, terms.due_at) as due_at) ended
        where (terms.told_late_at is null or terms.told_late_at <= resumed.at) and ended.due_at <= desk_now()
          and known.kind <> 'other' and order_state(known.id) = 'open'
        order by ended.due_at limit ${ORDERS_AT_ONCE_MAX} for update of terms skip locked)
      update authority_order_terms terms set told_late_at = desk_now() from late where terms.order_id = late.order_id
      returning terms.order_id as "orderId", late.due_at as "dueAt"`)
    for (const { orderId, dueAt } of late) {
      const why = message('alert.orderLate', { orderId, dueAt })
      for (const role of ['lead', 'policy'] as const) queueAlert(tx, { kind: 'authority_order', to: { role }, why })
    }
    return late.length
  })
}
