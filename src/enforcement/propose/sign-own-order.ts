import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { only, type Queryable } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { keepSignature, readSignature } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import { findOrderFor, type Order } from '../queries.ts'
import { showOrder } from '../present/show-order.ts'
import { complete } from '../approve/complete-order.ts'
import { signableProposal, TAKEN_WITHIN_MS } from './signable-proposal.ts'

/** Prepares the signature that an enforcement on a protected account still lacks, for one of its proposers. */
export async function prepareOwnOrder(
  { db }: Pick<Desk, 'db'>,
  { about: orderId, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  const order = await findOrderFor(db, orderId, by.id)
  if (order === undefined) throw new DeskError('not_found', `There is no order ${orderId}.`)
  await refuseUnlessLacking(db, orderId, by.id)
  return signableOwnOrder(db, order)
}

/** Stores the signature of a proposer over an enforcement that lacks it, which then goes on. */
export async function signOwnOrder(
  desk: Desk,
  request: { orderId: string; by: StaffCaller; signature: GivenSignature },
): Promise<Order> {
  const signed = await readSignature(desk.db, desk, { ...request, act: 'propose', about: request.orderId })
  return complete(desk, request, async (tx, order) => {
    await refuseUnlessLacking(tx, order.id, request.by.id)
    await keepSignature(tx, signed, await signableOwnOrder(tx, order))
    return order
  })
}

async function refuseUnlessLacking(db: Queryable, orderId: string, staffId: string): Promise<void> {
  const { rows } = await db.query<{ isLacking: boolean; isProposer: boolean }>(sql`
    select lacks_proposer_signature(desk_order) as "isLacking", exists (
        select from order_party where order_id = desk_order.id and staff_id = ${staffId} and how <> 'undid') as "isProposer"
    from desk_order where id = ${orderId}`)
  const { isLacking, isProposer } = only(rows)
  if (!isProposer) throw new DeskError('not_allowed', `Not done: only a proposer of ${orderId} signs it as one.`)
  if (!isLacking) throw new DeskError('conflict', `Not done: ${orderId} lacks no signature of a proposer.`)
}

async function signableOwnOrder(db: Queryable, order: Order): Promise<Signable> {
  const { ground, groundRef, expiresAt } = order
  const terms = { ...order, ground: ground === null ? null : { kind: ground, ref: groundRef } }
  return signableProposal(order.id, terms, {
    account: await showOrder(db, order),
    expiresAt: new Date(expiresAt.getTime() + TAKEN_WITHIN_MS).toISOString(),
    waits: true,
  })
}
