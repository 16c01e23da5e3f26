import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { type AssessmentText, queueAssessment, queueIdentified } from '../gate-queries.ts'
import { checkIdentified, type Identified } from './identify.ts'
import { WAITING } from '../order-state.ts'
import type { Order } from '../queries.ts'
import { reconsider } from './reconsider.ts'

/** The proposer says whose account an order is about, and it goes on from there. */
export async function identifyOrder(
  desk: Desk,
  request: { orderId: string; by: StaffCaller; identified: Identified },
): Promise<Order> {
  return complete(desk, request, async (tx, order, actor) => {
    const { identified } = request
    const as = await checkIdentified(tx, order.accountId, identified, 'handle')
    queueIdentified(tx, order.id, as)
    queueEntry(tx, { kind: 'order_identified', as, by: actor, subject: order.subject, orderId: order.id })
    return { ...order, identifiedAs: as }
  })
}

/** The proposer weighs in writing what speaks for leaving it as it is, and the order goes on from there. */
export async function assessOrder(
  desk: Desk,
  request: { orderId: string; by: StaffCaller; assessment: AssessmentText },
): Promise<Order> {
  return complete(desk, request, async (tx, order, actor) => {
    const { rowCount } = await tx.query(sql`select from assessment where order_id = ${order.id}`)
    if (rowCount !== 0)
      throw new DeskError('conflict', `Not done: ${order.id} has its assessment, and it stays as it was written.`)
    queueAssessment(tx, order.id, actor.id, request.assessment)
    const hash = contentHash(request.assessment)
    queueEntry(tx, { kind: 'order_assessed', contentHash: hash, by: actor, subject: order.subject, orderId: order.id })
    return order
  })
}

/** Adds to a waiting enforcement something that only its proposers may add, and takes it on from there. */
export async function complete(
  desk: Desk,
  request: { orderId: string; by: StaffCaller },
  add: (tx: Tx, order: Order, actor: { kind: 'staff'; id: string }) => Promise<Order>,
): Promise<Order> {
  const actor = { kind: 'staff', id: request.by.id } as const
  const act = async (tx: Tx, order: Order): Promise<Order> => {
    if (!WAITING.includes(order.state)) {
      throw new DeskError('conflict', `Not done: ${order.id} is ${order.state} and waits for nothing any more.`)
    }
    const { rowCount } = await tx.query(sql`
      select from order_party where order_id = ${order.id} and staff_id = ${actor.id} and how <> 'undid'`)
    if (rowCount === 0) throw new DeskError('not_allowed', `Not done: only who asked for ${order.id} can complete it.`)
    return add(tx, order, actor)
  }
  return (await reconsider(desk, request.orderId, actor, { act })).order
}
