import { type Action, type Actor, actorKey } from '../domain.ts'
import { type JudgedAccount, judge } from '../guard/judge.ts'
import { append } from '../ledger/append.ts'
import { orderHash } from '../ledger/content-hash.ts'
import type { Tx } from '../lib/db.ts'
import { makeDueAt } from '../lib/due.ts'
import { DeskError } from '../lib/errors.ts'
import { moveOrder } from './move-order.ts'
import { insertOrder, insertVerdict, listStanding, type Order, updateOrderGeneration } from './queries.ts'
import { counts, retarget } from './retarget.ts'
import type { Reading } from './set-baseline.ts'
import { lockSubject } from './subject-state.ts'

/** An order that nobody let take effect by then never will. */
export const ORDER_LAPSE_MS = 4 * 3_600_000

export interface Proposal {
  subject: string
  account: JudgedAccount
  action: Action
  label: string | null
  durationMs: number | null
  policyId: string
  policyHash: Buffer
  legalDuty: boolean
  caseId: string | null
  decisionId: string | null
  source: Order['source']
  by: Actor
  /** What the platform showed of the subject just before, where it was asked: the way back, if nothing stands there. */
  reading?: Reading
}

/** `stands`: the same action holds already and lasts at least as long, so there is nothing to order. */
export type Proposed = { kind: 'ordered'; order: Order } | { kind: 'stands'; orderId: string }

/** The guards refuse this order for good. Whoever catches it undoes what stands beside it and records the attempt. */
export class OrderRefused extends DeskError {
  constructor(proposal: Proposal, sentence: string, reason: string) {
    super('refused', sentence, { action: proposal.action, subject: proposal.subject, reason })
  }
}

/**
 * The only way an order begins. Judges it, stores it with its verdict, and lets it take effect: in one transaction with
 * the ledger leaves and the due row that carries it out. Throws `OrderRefused` before anything is written.
 */
export async function proposeOrder(tx: Tx, proposal: Proposal): Promise<Proposed> {
  const judgement = judge(proposal.action, proposal.account)
  if (judgement.outcome === 'refused') throw new OrderRefused(proposal, judgement.sentence, judgement.reason)
  const state = await lockSubject(tx, proposal.subject)
  const standing = await findSame(tx, proposal)
  if (standing) return { kind: 'stands', orderId: standing.id }

  const { account, by, policyHash, reading, ...rest } = proposal
  const reach = typeof account.reach === 'number' ? account.reach : null
  const order = await insertOrder(
    tx,
    { ...rest, accountId: account.id, proposedBy: actorKey(by), reach, protected: judgement.protectedBy !== undefined },
    ORDER_LAPSE_MS,
  )
  insertVerdict(tx, order.id, account, policyHash)
  append(tx, {
    kind: 'order_proposed',
    action: order.action,
    policyId: order.policyId,
    verdict: 'clear',
    contentHash: orderHash({ ...order, facts: account, policyHash: policyHash.toString('hex') }),
    ...(order.caseId === null ? {} : { caseId: order.caseId }),
    ...(order.decisionId === null ? {} : { decisionId: order.decisionId }),
    ...(order.durationMs === null ? {} : { durationMs: order.durationMs }),
    by,
    subject: order.subject,
    orderId: order.id,
  })
  const released = await moveOrder(tx, order, 'releasing', by)
  if (released.endsAt !== null) makeDueAt(tx, 'end', released.id, 'restore', released.endsAt)
  const generation = await retarget(tx, state, by, reading)
  updateOrderGeneration(tx, [order.id], generation)
  return { kind: 'ordered', order: { ...released, generation } }
}

/** The same action on the same subject that lasts at least as long. A warning is an event: each is one of its own. */
async function findSame(tx: Tx, proposal: Proposal): Promise<Order | undefined> {
  if (proposal.action === 'warn') return undefined
  const until = proposal.durationMs === null ? Number.POSITIVE_INFINITY : tx.now.getTime() + proposal.durationMs
  const orders = await listStanding(tx, proposal.subject)
  return orders.find(
    (order) =>
      counts(order) &&
      order.action === proposal.action &&
      order.label === proposal.label &&
      (order.endsAt?.getTime() ?? Number.POSITIVE_INFINITY) >= until,
  )
}
