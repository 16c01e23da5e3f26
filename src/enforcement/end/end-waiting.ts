import type { Actor, OrderState } from '../../foundation/domain.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { returnCase } from '../../cases/queue/return-case.ts'
import { queueWaitingJobsEnd } from '../gate-queries.ts'
import { moveOrder } from '../move-order.ts'
import { pageFate, queueLeadsAlert } from '../leads-alert.ts'
import type { Order } from '../queries.ts'

/** How an order that never reached the platform may end, but for being overtaken by a stricter one. */
export type WaitingEnd = Extract<OrderState, 'declined' | 'stopped' | 'expired'>

const SAYINGS: Record<WaitingEnd, string> = {
  declined: 'was declined',
  stopped: 'was stopped',
  expired: 'expired: not all it needed agreed in time',
}

/** Ends a locked order that waits, tells whoever asked for it, and puts its case before whoever comes next. */
export async function endWaiting(tx: Tx, order: Order, to: WaitingEnd, by: Actor, reason?: string): Promise<Order> {
  const ended = await moveOrder(tx, order, to, by, reason === undefined ? {} : { reason })
  queueWaitingJobsEnd(tx, order.id)
  const why = `order ${order.id} ${SAYINGS[to]}${reason === undefined ? '' : `: ${reason}`}`
  await pageFate(tx, order, why)
  // Whoever asked may be the one who must not be left to ask again.
  if (order.protected) queueLeadsAlert(tx, order, 'fate', why)
  if (order.caseId !== null) await returnCase(tx, { caseId: order.caseId, why, by })
  return ended
}

/** Ends a locked order that waits because a stricter one took its place. Its case is decided all the same. */
export async function supersede(tx: Tx, order: Order, by: Actor): Promise<void> {
  await moveOrder(tx, order, 'superseded', by)
  queueWaitingJobsEnd(tx, order.id)
  await pageFate(tx, order, `order ${order.id} gave way to a stricter one`)
}
