import type { Desk } from '../desk.ts'
import type { Actor, StaffCaller } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { inTransaction, type Tx } from '../lib/db.ts'
import { type Due, finishDue, makeDue, notifyLane, putOffDue } from '../lib/due.ts'
import { DeskError } from '../lib/errors.ts'
import {
  type BulkRestore,
  countRestoring,
  findBulkRestore,
  holdStarter,
  insertBulkRestore,
  listOpenItems,
  type Scope,
  updateBulkAsked,
  updateBulkDone,
  updateBulkStarted,
  updateItemOutcome,
  whyTwoFor,
} from './bulk-queries.ts'
import { insertPage } from './page.ts'
import { ACTING, WAITING } from './order-state.ts'
import { lockForRestore } from './restore-order.ts'
import { TWO_PEOPLE_SENTENCES } from './restore-rule.ts'
import { endWaiting } from './end-waiting.ts'

/** One stage: as many at a time, and no more before most of those are back, so that single restores never queue up. */
export const STAGE_SIZE = 50
const STAGE_PAUSE_MS = 100
/** For so long a stage waits for an order. What can't be brought back at all must not keep the rest of the set dark. */
export const STAGE_WAIT_MS = 5_000

/** Fixes what would be undone and says how much it is. Nothing is undone yet. */
export async function previewBulkRestore(desk: Desk, scope: Scope, by: StaffCaller): Promise<BulkRestore> {
  return inTransaction(desk.restoreDb, async (tx) => {
    const bulk = await insertBulkRestore(tx, scope, by.id)
    record(tx, 'bulk_restore_previewed', bulk, { kind: 'staff', id: by.id })
    return bulk
  })
}

/**
 * Begins to undo a fixed set, or goes on with it; once started it survives any crash. Where two people are needed, the
 * first is on record and the second starts it.
 */
export async function startBulkRestore(
  desk: Desk,
  request: { bulkId: string; by: StaffCaller; reason: string },
): Promise<BulkRestore> {
  return inTransaction(desk.restoreDb, async (tx) => {
    holdStarter(tx, request.by.id)
    const bulk = await findBulkRestore(tx, request.bulkId, 'lock')
    if (bulk === undefined) throw new DeskError('not_found', `There is no restore ${request.bulkId}.`)
    if (bulk.startedAt !== null) return bulk
    const because = await whyTwoFor(tx, bulk, request.by.id, tx.now.getTime() - bulk.since.getTime())
    if (because !== undefined && (bulk.askedBy === null || bulk.askedBy === request.by.id)) {
      updateBulkAsked(tx, bulk.id, request.by.id, request.reason)
      record(tx, 'bulk_restore_asked', bulk, { kind: 'staff', id: request.by.id })
      const why = `a second person must start ${bulk.id} too, because ${TWO_PEOPLE_SENTENCES[because]}`
      insertPage(tx, { kind: 'restore', to: { role: 'lead' }, why })
      return { ...bulk, askedBy: request.by.id }
    }
    await updateBulkStarted(tx, bulk.id, { by: request.by.id, reason: request.reason })
    makeDue(tx, 'bulk', bulk.id, 'restore')
    notifyLane(tx, 'restore')
    record(tx, 'bulk_restore_started', bulk, { kind: 'staff', id: request.by.id })
    return (await findBulkRestore(tx, bulk.id)) ?? bulk
  })
}

/** Works the next stage of a bulk restore. A crash leaves the rest of the set open for the next worker. */
export async function runBulkStage(desk: Desk, due: Due): Promise<void> {
  const bulk = await findBulkRestore(desk.restoreDb, due.key)
  if (bulk?.startedBy == null) return finishDue(desk.restoreDb, due)
  if ((await countRestoring(desk.restoreDb, due.key, STAGE_WAIT_MS)) >= STAGE_SIZE)
    return putOffDue(desk.restoreDb, due, STAGE_PAUSE_MS)
  const by: Actor = { kind: 'staff', id: bulk.startedBy }
  const items = await listOpenItems(desk.restoreDb, due.key, STAGE_SIZE)
  const failures: unknown[] = []
  for (const item of items) await undoItem(desk, bulk, item, by).catch((error: unknown) => failures.push(error))
  // They stay open and are tried again, after the others.
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} orders of ${bulk.id} failed`)
  if (items.length > 0) return putOffDue(desk.restoreDb, due, STAGE_PAUSE_MS)
  await inTransaction(desk.restoreDb, async (tx) => {
    if (await updateBulkDone(tx, bulk.id)) record(tx, 'bulk_restore_done', bulk, by)
    await finishDue(tx, due)
  })
}

/** One order of the set: stopped if it waits, restored if it acts, left alone if somebody was faster. */
async function undoItem(desk: Desk, bulk: BulkRestore, orderId: string, by: Actor): Promise<void> {
  await inTransaction(desk.restoreDb, async (tx) => {
    const { order, restore } = await lockForRestore(tx, orderId)
    if (WAITING.includes(order.state)) {
      await endWaiting(tx, order, 'stopped', by)
      return updateItemOutcome(tx, bulk.id, orderId, 'stopped')
    }
    if (!ACTING.includes(order.state)) return updateItemOutcome(tx, bulk.id, orderId, 'skipped')
    await restore({ cause: 'undo', by, reason: bulk.reason, bulkId: bulk.id, askedBy: bulk.askedBy })
    return updateItemOutcome(tx, bulk.id, orderId, 'restoring')
  })
}

function record(
  tx: Tx,
  kind: 'bulk_restore_previewed' | 'bulk_restore_asked' | 'bulk_restore_started' | 'bulk_restore_done',
  bulk: BulkRestore,
  by: Actor,
): void {
  append(tx, { kind, bulkId: bulk.id, orders: bulk.orderCount, reach: bulk.reachSum, by })
}
