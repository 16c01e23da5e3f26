import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { type Actor, actorKey, type RestoreCause, type StaffCaller } from '../../foundation/domain.ts'
import { inTransaction, only, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { keepSignature, readSignature } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import { lockJudged, passAppealOn } from '../end/end-appeals.ts'
import { moveOrder } from '../move-order.ts'
import { ACTING, WAITING } from '../order-state.ts'
import { findOrder, lockOrder, type Order, queueAttention } from '../queries.ts'
import { queueLeadsAlert } from '../leads-alert.ts'
import { TWO_PEOPLE_SENTENCES, type TwoPeopleBecause } from './restore-rule.ts'
import { generationAfter, retarget } from '../desired-state/retarget.ts'
import { showOrder } from '../present/show-order.ts'
import { endWaiting } from '../end/end-waiting.ts'
import { lockSubject } from '../desired-state/subject-state.ts'

/** So long the first of two who are needed waits for the second. */
const ASK_STANDS_MS = 24 * 3_600_000

export interface RestoreRequest {
  orderId: string
  by: StaffCaller
  cause: Extract<RestoreCause, 'mistake' | 'appeal' | 'undo'>
  reason: string | null
  /** The case of the appeal that says so: whoever judges it holds it, and nobody judged it before. */
  appealCase?: string
  /** Of the second of two who are needed, and of the first too where the law asked for the order. */
  signature?: GivenSignature | undefined
  /** Somebody pressed Stop, and is never told of an error for it: unsigned, a second has asked as well, and it waits. */
  stopping?: true
}

/**
 * Undoes an order, whatever state it is in: what waits is stopped, what acts is restored, what is already being undone
 * stays so. One person on duty is enough unless undoing is itself the harm: then the first to ask is on record, and it is
 * done when another asks for the same within a day, and signs that. What the law asked for, both sign.
 */
export async function restoreOrder(desk: Desk, request: RestoreRequest): Promise<Order> {
  const { orderId, by, signature } = request
  // Checked before anything is locked; and where one person is enough, a signature that doesn't count is in nobody's way.
  const asSecond = { act: 'restore_second', about: orderId, by, signature } as const
  const [read] = await Promise.allSettled([readSignature(desk.restoreDb, desk, asSecond)])
  return inTransaction(desk.restoreDb, async (tx) => {
    const { order, restore } = await lockForRestore(tx, request.orderId)
    const appeal = request.appealCase && (await lockJudged(tx, request.appealCase, by.id))
    if (WAITING.includes(order.state)) return endWaiting(tx, order, 'stopped', request.by, request.reason ?? undefined)
    if (!ACTING.includes(order.state)) return order
    const because = await whyTwo(tx, order)
    const { cause, reason } = request
    if (because === undefined) return restore({ cause, by, reason })
    const askedBy = await findAsker(tx, order.id, by.id)
    const signs = askedBy !== undefined || because === 'legal_duty'
    const ask = async () => {
      if (appeal) await passAppealOn(tx, appeal, by.id)
      return askForSecond(tx, order, request, TWO_PEOPLE_SENTENCES[because])
    }
    if (!signs || (request.stopping && signature === undefined)) return ask()
    if (read.status === 'rejected') throw read.reason
    await keepSignature(tx, read.value, await signableRestore(tx, order, because))
    if (askedBy === undefined) return ask()
    return restore({ cause, by, reason, askedBy, signatureId: read.value.id })
  })
}

/** What the second of two would sign, once the first has asked. What the law asked for, the first signs as well. */
export async function prepareRestore(
  { restoreDb }: Pick<Desk, 'restoreDb'>,
  { about: orderId, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  return inTransaction(restoreDb, async (tx) => {
    const order = await findOrder(tx, orderId)
    if (order === undefined) throw new DeskError('not_found', `There is no order ${orderId}.`)
    const because = ACTING.includes(order.state) ? await whyTwo(tx, order) : undefined
    const signs = because && (because === 'legal_duty' || (await findAsker(tx, orderId, by.id)) !== undefined)
    if (because !== undefined && signs) return signableRestore(tx, order, because)
    throw new DeskError('conflict', `Not prepared: nothing is to be signed yet to undo ${orderId}. Ask for it.`)
  })
}

/** Why two people restore it; undefined: one is enough. */
async function whyTwo(tx: Tx, { id }: Order): Promise<TwoPeopleBecause | undefined> {
  const { rows } = await tx.query<{ because: TwoPeopleBecause | null }>(sql`
    select why_two_restore(desk_order) as because from desk_order where id = ${id}`)
  return only(rows).because ?? undefined
}

async function signableRestore(db: Queryable, order: Order, because: TwoPeopleBecause): Promise<Signable> {
  const { subject, action, label, durationMs } = order
  const { handle, tags, reach } = await showOrder(db, order)
  return {
    about: order.id,
    core: { order: order.id, subject, handle, action, label, durationMs, because },
    asShown: { handle, tags, reach, because: TWO_PEOPLE_SENTENCES[because] },
  }
}

/**
 * Who else asked for the same within a day; where there is nobody else, whether they did so themselves a day ago. Where the law asked for the order, only if they signed that: the platform takes
 * two people's own signatures.
 */
async function findAsker(tx: Queryable, orderId: string, butNot: string): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(sql`
    select staff_id as id from restore_ask cross join lateral staff_standing(staff_id) standing
      join desk_order on desk_order.id = order_id
    where order_id = ${orderId} and standing.active
      and (staff_id <> ${butNot} or desk_house() = 'solo' and at <= desk_now() - interval '1 day')
      and (not undone_by_two(desk_order) or exists (select from signature
        where about = order_id and act = 'restore_second' and signature.staff_id = restore_ask.staff_id))
      and at > desk_now() - ${ASK_STANDS_MS} * case desk_house() when 'solo' then 3 else 1 end * interval '1 ms'
    order by at desc limit 1`)
  return rows[0]?.id
}

async function askForSecond(tx: Tx, order: Order, request: RestoreRequest, because: string): Promise<Order> {
  const { by, cause, reason } = request
  const { rowCount } = await tx.query(sql`
    insert into restore_ask (order_id, staff_id, cause, reason) values (${order.id}, ${by.id}, ${cause}, ${reason})
    on conflict do nothing`)
  const told = { cause, ...(reason === null ? {} : { reason }), by: { kind: 'staff', id: by.id } } as const
  if (rowCount === 1) queueEntry(tx, { kind: 'restore_asked', ...told, subject: order.subject, orderId: order.id })
  const needsAttention = `a second person must ask to restore it too, because ${because}`
  queueAttention(tx, [order.id], needsAttention)
  queueLeadsAlert(tx, order, 'restore', `${order.id}: ${needsAttention}`)
  return { ...order, needsAttention }
}

export interface RestoreGrounds {
  cause: RestoreCause
  by: Actor
  reason: string | null
  bulkId?: string
  /** Two people were needed: who asked first. */
  askedBy?: string | null
  /** By which signature this one asked. */
  signatureId?: string
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
    queueRestore(tx, orderId, grounds)
    const to = { ...order, generation: generationAfter(state) }
    const restoring = await moveOrder(tx, to, 'restoring', grounds.by, {
      cause: grounds.cause,
      ...(grounds.reason === null ? {} : { reason: grounds.reason }),
      ...(grounds.askedBy == null ? {} : { askedBy: grounds.askedBy }),
    })
    await retarget(tx, state, grounds.by)
    return restoring
  }
  return { order, restore }
}

function queueRestore(tx: Tx, orderId: string, grounds: RestoreGrounds): void {
  tx.queue(sql`
    insert into order_restore (order_id, cause, by, reason, bulk_id, asked_by, signature_id)
    values (${orderId}, ${grounds.cause}, ${actorKey(grounds.by)}, ${grounds.reason}, ${grounds.bulkId ?? null},
      ${grounds.askedBy ?? null}, ${grounds.signatureId ?? null})`)
}
