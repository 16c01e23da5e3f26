import sql from 'sql-template-tag'
import { inPlannedTransaction, type Queryable } from '../../foundation/database/db.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { keepSignature, readSignature } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import type { Desk } from '../../policy/desk.ts'
import { askPlatform } from '../facts/ask-platform.ts'
import { accountsTakenFrom } from '../facts/hold-accounts.ts'
import { showOrder } from '../present/show-order.ts'
import { findOrder, findOrderFor, type Order } from '../queries.ts'
import { listVerdicts } from '../replay/verdict-queries.ts'
import { lockToPropose } from './lock-to-propose.ts'
import { type Proposed, propose } from './propose.ts'
import { signableProposal, takeOrderId, waitingUntil } from './signable-proposal.ts'

/** An enforcement is resubmitted within a day of its stop or its restore. Twin of check_order_grounds in SQL. */
export const TAKEN_UP_WITHIN_MS = 24 * 3_600_000

export interface TakeUpRequest {
  orderId: string
  by: StaffCaller
  signature: GivenSignature | undefined
}

export type TakeUp = 'resume' | 'reinstate'

/** Prepares the signature for resubmitting an enforcement, if it can be resubmitted. The signer is the proposer of the new one. */
export async function prepareTakeUp(
  { db, policies }: Pick<Desk, 'db' | 'policies'>,
  how: TakeUp,
  { about: orderId, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  const order = await findOrderFor(db, orderId, by.id)
  if (order === undefined) throw new DeskError('not_found', `There is no order ${orderId}.`)
  const { now } = await findUndoing(db, order, how)
  const expiresAt = waitingUntil(now, policies.guards.expiresMs)
  return signableTakeUp(db, order, { orderId: await takeOrderId(db), expiresAt })
}

/** The signature names both enforcements: the one that is resubmitted, and the one that is made of it. */
async function signableTakeUp(
  db: Queryable,
  order: Order,
  { orderId, expiresAt }: { orderId: string; expiresAt: string },
): Promise<Signable> {
  const account = await showOrder(db, order)
  const signable = signableProposal(orderId, { ...order, ground: null }, { account, expiresAt, waits: true })
  return { ...signable, core: { ...signable.core, successorOf: order.id } }
}

/**
 * Takes up again what was stopped (resume) or restored (reinstate) within a day: an order of its own, judged afresh, that
 * needs every clause met and at least two approvals, none from whoever proposed it, stopped it or restored it. Of its hold
 * it serves the rest.
 */
export async function takeUpOrder(desk: Desk, how: TakeUp, request: TakeUpRequest): Promise<Proposed> {
  const found = await findOrder(desk.db, request.orderId)
  if (found === undefined) throw new DeskError('not_found', `There is no order ${request.orderId}.`)
  const asked = await askPlatform(desk, found.subject)
  const signed = await readSignature(desk.db, desk, { ...request, act: how, about: undefined })
  const made = { orderId: signed.about, expiresAt: String(JSON.parse(signed.core).expiresAt) }
  return inPlannedTransaction(desk.db, async (tx) => {
    const { by } = request
    await lockToPropose(tx, { accountIds: accountsTakenFrom({ ...found, ...asked }), by, subjects: [found.subject] })
    const order = (await findOrder(tx, request.orderId)) ?? found
    const { undoneBy, parties } = await findUndoing(tx, order, how)
    await keepSignature(tx, signed, await signableTakeUp(tx, order, made))
    const [first] = await listVerdicts(tx, order.id)
    const looked = first?.facts.facts
    const { subject, accountId, action, label, durationMs, countries, policyId, legalDuty, caseId, decisionId } = order
    return propose(desk, tx, {
      kind: 'resubmission',
      ...{ subject, accountId, action, label, durationMs, countries, policyId, legalDuty, caseId, decisionId },
      by: { kind: 'staff', id: by.id },
      asked,
      identifiedAs: order.identifiedAs,
      reviewSeconds: looked?.['order.review_seconds'] ?? null,
      seenSeconds: looked?.['order.seen_seconds'] ?? null,
      of: order.id,
      parties: [...new Set([...parties, ...undoneBy])],
      signed: { orderId: made.orderId, signatureId: signed.id },
    })
  })
}

/** Who undid an order, and who had asked for it. Throws when it isn't one that can be taken up. */
async function findUndoing(
  tx: Queryable,
  order: Order,
  how: TakeUp,
): Promise<{ undoneBy: string[]; parties: string[]; now: Date }> {
  const state = how === 'resume' ? 'stopped' : 'restored'
  const { rows } = await tx.query<{
    undoneBy: string[]
    parties: string[]
    now: Date
    recent: boolean
    taken: boolean
  }>(sql`
    select desk_now() as now, array(select actor_id(by, 'staff') from order_move
        where order_id = ${order.id} and to_state in ('stopped', 'restoring') and actor_kind(by) = 'staff'
        union select asked_by from order_restore where order_id = ${order.id} and asked_by is not null) as "undoneBy",
      array(select staff_id from order_party where order_id = ${order.id}) as parties,
      moved_at > desk_now() - ${TAKEN_UP_WITHIN_MS} * interval '1 ms' as recent,
      exists (select from desk_order next where next.successor_of = ${order.id}) as taken
    from desk_order where id = ${order.id}`)
  const [row] = rows
  if (order.state !== state) {
    throw new DeskError(
      'conflict',
      `Not done: only an order that was ${state} can be taken up so, and ${order.id} is ${order.state}.`,
    )
  }
  if (!row?.recent)
    throw new DeskError('conflict', `Not done: ${order.id} was ${state} more than 24 hours ago. Decide its case anew.`)
  if (row.taken) throw new DeskError('conflict', `Not done: ${order.id} was taken up already.`)
  return row
}
