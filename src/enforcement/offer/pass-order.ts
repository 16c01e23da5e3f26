import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { holdStanding } from '../../people/staff/standing.ts'
import { listPassed, requirementOf } from '../approve/is-needed.ts'
import { findOffer } from './offer-order.ts'
import { pageUnapprovable } from '../leads-alert.ts'
import { findOrder, lockOrder } from '../queries.ts'
import { lockSubject } from '../desired-state/subject-state.ts'

export interface PassRequest {
  orderId: string
  by: StaffCaller
  reason: string | null
}

/**
 * Somebody who was asked would rather not answer: the desk asks somebody else at once, and them no more about this order
 * unless nobody else can. Leads hear of it when those who are left can't agree to it. Said twice, it is the same.
 */
export async function passOrder(desk: Desk, { orderId, by, reason }: PassRequest): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    await holdStanding(tx, by.id)
    const found = await findOrder(tx, orderId)
    if (found === undefined) throw new DeskError('not_found', `There is no order ${orderId}.`)
    await lockSubject(tx, found.subject)
    const order = (await lockOrder(tx, orderId)) ?? found
    const offer = await findOffer(tx, orderId, by.id)
    if (offer === undefined) throw new DeskError('conflict', NOT_ASKED)
    if (order.state !== 'awaiting_approval') {
      throw new DeskError('conflict', `Not done: ${orderId} is ${order.state}, so nobody is asked about it now.`)
    }
    if (offer.passedAt !== null) {
      await tx.query(sql`
        update order_offer set until = least(until, desk_now()) where order_id = ${orderId} and staff_id = ${by.id}`)
      return
    }
    if (await hasAnswered(tx, orderId, by.id)) throw new DeskError('conflict', ANSWERED)
    await tx.query(sql`
      update order_offer set passed_at = desk_now(), pass_reason = ${reason}, until = least(until, desk_now())
      where order_id = ${orderId} and staff_id = ${by.id}`)
    queueEntry(tx, {
      kind: 'order_passed',
      reasonHash: contentHash({ reason }),
      by: { kind: 'staff', id: by.id },
      subject: order.subject,
      orderId,
    })
    await pageUnapprovable(tx, order, await requirementOf(tx, orderId), await listPassed(tx, orderId))
  })
}

async function hasAnswered(tx: Tx, orderId: string, staffId: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    select from approval join desk_order on desk_order.id = approval.order_id
    where order_id = ${orderId} and staff_id = ${staffId} and approval.material_hash = desk_order.material_hash`)
  return rowCount !== 0
}

const NOT_ASKED = 'Not done: this order was not offered to you, so there is nothing to pass on.'
const ANSWERED = 'Not done: you have answered already, and one person is one answer.'
