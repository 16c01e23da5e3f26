import sql from 'sql-template-tag'
import type { Desk } from '../desk.ts'
import { type Actor, actorKey, type RestoreCause, type StaffCaller } from '../domain.ts'
import { inTransaction, type Tx } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { moveOrder } from './move-order.ts'
import { ACTING, WAITING } from './order-state.ts'
import { findOrder, lockOrder, type Order, updateOrderGeneration } from './queries.ts'
import { restoreNeedsTwo, TWO_PEOPLE_SENTENCES } from './restore-rule.ts'
import { retarget } from './retarget.ts'
import { endWaiting } from './end-waiting.ts'
import { lockSubject } from './subject-state.ts'

export interface RestoreRequest {
  orderId: string
  by: StaffCaller
  cause: Extract<RestoreCause, 'mistake' | 'appeal' | 'undo'>
  reason: string | null
}

/**
 * Undoes an order, whatever state it is in: what waits is stopped, what acts is restored, what is already being undone
 * stays so. One person on duty is enough unless undoing is itself the harm; then, until two can agree, a lead.
 */
export async function restoreOrder(desk: Desk, request: RestoreRequest): Promise<Order> {
  return inTransaction(desk.restoreDb, async (tx) => {
    const { order, restore } = await lockForRestore(tx, request.orderId)
    if (WAITING.includes(order.state)) return endWaiting(tx, order, 'stopped', request.by, request.reason ?? undefined)
    if (!ACTING.includes(order.state)) return order
    const isProtected = order.protected || (await isProtectedNow(tx, order.accountId))
    const since = order.inEffectAt ?? order.movedAt
    const because = restoreNeedsTwo({ legalDuty: order.legalDuty, protected: isProtected, since }, tx.now)
    if (because !== undefined && !request.by.roles.includes('lead')) {
      throw new DeskError(
        'not_allowed',
        `Not done: a lead must restore ${order.id}, because ${TWO_PEOPLE_SENTENCES[because]}.`,
      )
    }
    return restore({ cause: request.cause, by: request.by, reason: request.reason, alone: because !== undefined })
  })
}

/** An account that became protected since it was darkened comes back as easily as one that was before. */
async function isProtectedNow(tx: Tx, accountId: string | null): Promise<boolean> {
  const { rowCount } = await tx.query(sql`select from account where id = ${accountId} and protected`)
  return rowCount === 1
}

export interface RestoreGrounds {
  cause: RestoreCause
  by: Actor
  reason: string | null
  bulkId?: string
  /** Two people were needed and a lead did it alone. */
  alone?: boolean
}

/** Locks an order's subject, then the order; answers both and how to restore it within this transaction. */
export async function lockForRestore(
  tx: Tx,
  orderId: string,
): Promise<{ order: Order; restore: (grounds: RestoreGrounds) => Promise<Order> }> {
  const found = await findOrder(tx, orderId)
  if (found === undefined) throw new DeskError('not_found', `There is no order ${orderId}.`)
  const state = await lockSubject(tx, found.subject)
  const order = await lockOrder(tx, orderId)
  if (order === undefined) throw new Error(`order ${orderId} is gone`)
  const restore = async (grounds: RestoreGrounds): Promise<Order> => {
    insertRestore(tx, orderId, grounds)
    const restoring = await moveOrder(tx, order, 'restoring', grounds.by, {
      cause: grounds.cause,
      ...(grounds.reason === null ? {} : { reason: grounds.reason }),
      ...(grounds.alone === true ? { alone: true } : {}),
    })
    const generation = await retarget(tx, state, grounds.by)
    updateOrderGeneration(tx, [orderId], generation)
    return { ...restoring, generation }
  }
  return { order, restore }
}

function insertRestore(tx: Tx, orderId: string, grounds: RestoreGrounds): void {
  tx.send(sql`
    insert into order_restore (order_id, cause, by, reason, bulk_id, alone)
    values (${orderId}, ${grounds.cause}, ${actorKey(grounds.by)}, ${grounds.reason}, ${grounds.bulkId ?? null},
      ${grounds.alone ?? false})`)
}
