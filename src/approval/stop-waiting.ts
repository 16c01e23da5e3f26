import type { Actor } from '../domain.ts'
import type { Tx } from '../lib/db.ts'
import { returnCase } from '../queue/return-case.ts'
import { moveOrder } from './move-order.ts'
import type { Order } from './queries.ts'

/** Ends a locked order that has not reached the platform, and puts its case before whoever comes next. */
export async function stopWaiting(tx: Tx, order: Order, by: Actor): Promise<Order> {
  const stopped = await moveOrder(tx, order, 'stopped', by)
  if (order.caseId !== null) await returnCase(tx, { caseId: order.caseId, why: `order ${order.id} was stopped`, by })
  return stopped
}
