import { type Actor, actorKey, type OrderState, type RestoreCause } from '../foundation/domain.ts'
import { queueEntry } from '../ledger/queue-entry.ts'
import type { Tx } from '../foundation/database/db.ts'
import { endAppealOf } from './end/end-appeals.ts'
import { type Order, updateOrderState } from './queries.ts'

/** Moves a locked order and records it: the row, its history and the ledger leaf together. */
export async function moveOrder(
  tx: Tx,
  order: Order,
  to: OrderState,
  by: Actor,
  grounds: { cause?: RestoreCause; reason?: string; askedBy?: string } = {},
): Promise<Order> {
  const moved = await updateOrderState(tx, order, to, actorKey(by))
  if (moved === undefined) throw new Error(`order ${order.id} was locked as ${order.state} and is so no more`)
  queueEntry(tx, {
    kind: 'order_moved',
    from: order.state,
    to,
    ...grounds,
    by,
    subject: order.subject,
    orderId: order.id,
  })
  if (to === 'restoring') {
    await endAppealOf(tx, { orderId: order.id, by, cause: grounds.cause, reason: grounds.reason ?? null })
  }
  return moved
}
