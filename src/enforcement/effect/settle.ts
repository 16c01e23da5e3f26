import type { ReadBack } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import { moveOrder } from '../move-order.ts'
import { pageFate, queueLeadsAlert } from '../leads-alert.ts'
import { listStanding, type Order, queueAttention } from '../queries.ts'
import { queueBaselineEnd, lockKnownSubject, queueSeen, queueSettled } from '../desired-state/subject-state.ts'
import { sameTarget } from '../desired-state/target.ts'
import { DESK, type RestoreCause } from '../../foundation/domain.ts'
import { meetClocks } from '../../cases/legal-clocks/run-clocks.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { type Due, finishDue, queueJob } from '../../foundation/due.ts'
import { returnCase } from '../../cases/queue/return-case.ts'
import { findRestore, queueVisible } from './queries.ts'
import { reachIsBack } from './reach.ts'
import { FIRST_LOOK_MS } from '../reconcile/reconcile.ts'

/** These say that something went wrong, so a person looks again; an end or an upheld appeal does not. */
const CAUSES_TO_RETURN: readonly RestoreCause[] = ['mistake', 'unconfirmed', 'left', 'undo']
const FIRST_REACH_LOOK_MS = 1_000

export type Settlement = 'settled' | 'overtaken' | 'differs'

/**
 * Records what the platform was read to show, and moves every order whose effect that proves. `overtaken` when a newer
 * generation got there first, `differs` when the platform does not show the target.
 */
export async function settle(db: Pool, due: Due, generation: number, readBack: ReadBack): Promise<Settlement> {
  return inTransaction(db, async (tx) => {
    const state = await lockKnownSubject(tx, due.key)
    if (state.generation !== generation || state.target === null) return 'overtaken'
    if (!sameTarget(readBack.state, state.target)) {
      queueSeen(tx, due.key, readBack.state)
      return 'differs'
    }
    queueSettled(tx, due.key, generation, readBack.state)
    const reach = typeof readBack.reach === 'number' ? readBack.reach : null
    queueEntry(tx, { kind: 'target_reached', generation, reach, by: DESK, subject: due.key })
    const orders = await settleOrders(tx, due.key, { before: state.reachBefore, now: readBack.reach })
    if (!readBack.state.visible) await meetClocks(tx, due.key)
    await finishDue(tx, due)
    // What a campaign did to a hundred thousand is looked at again in turn, and keeps nothing else waiting.
    const isOfCampaigns = orders.length > 0 && orders.every(({ source }) => source === 'campaign')
    queueJob(tx, 'reconcile', due.key, isOfCampaigns ? 'reconcile' : 'background', FIRST_LOOK_MS)
    return 'settled'
  })
}

/**
 * Moves every order of a locked subject to where the reading proves it to be, and frees a subject nothing stands on. Answers those
 * that stood on it.
 */
export async function settleOrders(
  tx: Tx,
  subject: string,
  reach: { before: number | null; now: ReadBack['reach'] },
): Promise<readonly Order[]> {
  let standing = 0
  const orders = await listStanding(tx, subject)
  for (const order of orders) {
    if (order.state === 'restoring') await settleRestore(tx, order, reach)
    else if (order.failing) await settleFailed(tx, order)
    else {
      const settled = order.state === 'releasing' ? await settleEffect(tx, order) : order
      // Only now that the platform has answered without the clock: before that it would have undone it by itself.
      if (settled.state === 'in_effect' && order.confirmedAt !== null) await settleConfirm(tx, settled)
      if (order.action !== 'warn') standing++
    }
  }
  if (standing === 0) queueBaselineEnd(tx, subject)
  return orders
}

async function settleEffect(tx: Tx, order: Order): Promise<Order> {
  const moved = await moveOrder(tx, order, 'in_effect', DESK)
  // The move took the note away, and what the platform ended is still to be looked at.
  if (order.lifted) queueAttention(tx, [order.id], order.needsAttention)
  if (order.protected && order.confirmBy !== null && order.confirmedAt === null) {
    queueLeadsAlert(
      tx,
      order,
      'confirm',
      `order ${order.id} is in effect on a protected account: it comes back by itself unless it is confirmed`,
    )
  }
  return moved
}

async function settleConfirm(tx: Tx, order: Order): Promise<void> {
  await moveOrder(tx, order, 'confirmed', DESK)
  await tx.query(sql`delete from due where kind = 'confirm' and key = ${order.id}`)
}

async function settleRestore(
  tx: Tx,
  order: Order,
  reach: { before: number | null; now: ReadBack['reach'] },
): Promise<void> {
  const restore = await findRestore(tx, order.id)
  if (restore === undefined) throw new Error(`order ${order.id} is being restored without a cause`)
  const full = reachIsBack(reach.before, reach.now)
  queueVisible(tx, order.id, reach.before, full)
  await moveOrder(tx, order, 'restored', DESK, { cause: restore.cause })
  if (!full) queueJob(tx, 'reach', order.id, 'background', FIRST_REACH_LOOK_MS)
  if (CAUSES_TO_RETURN.includes(restore.cause))
    await sendBack(tx, order, `order ${order.id} was restored: ${restore.cause}`)
}

async function settleFailed(tx: Tx, order: Order): Promise<void> {
  await moveOrder(tx, order, 'failed', DESK)
  await pageFate(tx, order, `order ${order.id} failed: the platform would not carry it out`)
  await sendBack(tx, order, `order ${order.id} failed: the platform would not carry it out`)
}

async function sendBack(tx: Tx, order: Order, why: string): Promise<void> {
  if (order.caseId !== null) await returnCase(tx, { caseId: order.caseId, why, by: DESK })
}
