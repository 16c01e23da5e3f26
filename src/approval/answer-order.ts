import { createHash, randomUUID } from 'node:crypto'
import type { Desk } from '../desk.ts'
import type { Answer, StaffCaller } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { answerHash } from '../ledger/content-hash.ts'
import { canonicalJson, type Json } from '../lib/canonical.ts'
import { inTransaction, type Tx } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { retarget } from './retarget.ts'
import { insertAnswer } from './answer-queries.ts'
import { endWaiting } from './end-waiting.ts'
import { lockPeople } from './gate-queries.ts'
import { findOrder, lockOrder, type Order, updateOrderGeneration } from './queries.ts'
import { reconsider } from './reconsider.ts'
import { type Shown, showOrder } from './show-order.ts'
import { lockSubject } from './subject-state.ts'
import { WHY_NOT_SENTENCES, whyNot } from './who-may.ts'

export interface AnswerRequest {
  orderId: string
  by: StaffCaller
  /** What the person was shown, by its hash in hex: what they say means that and nothing else. */
  material: string
  reason: string | null
}

/**
 * One other person's signed answer to an order that waits: it is judged anew, their answer is kept if they may give it at
 * this moment, and the order goes on as far as it may. Nothing at all is kept otherwise.
 */
export async function answerOrder(
  desk: Desk,
  answer: Extract<Answer, 'agree' | 'decline' | 'duty'>,
  request: AnswerRequest,
): Promise<Order> {
  const by = { kind: 'staff', id: request.by.id } as const
  const act = async (tx: Tx, order: Order): Promise<Order> => {
    await sign(tx, order, answer, request)
    return answer === 'decline' ? endWaiting(tx, order, 'declined', by, request.reason ?? undefined) : order
  }
  return (await reconsider(desk, request.orderId, by, { act })).order
}

/** A named person has looked at what is in effect and says that it is right, in time; the platform is told to keep it so. */
export async function confirmOrder(desk: Desk, request: AnswerRequest): Promise<Order> {
  const by = { kind: 'staff', id: request.by.id } as const
  return inTransaction(desk.restoreDb, async (tx) => {
    const found = await findOrder(tx, request.orderId)
    if (found === undefined) throw new DeskError('not_found', `There is no order ${request.orderId}.`)
    await lockPeople(tx, request.orderId, by)
    const state = await lockSubject(tx, found.subject)
    const order = await lockOrder(tx, request.orderId)
    if (order === undefined) throw new Error(`order ${request.orderId} is gone`)
    await sign(tx, order, 'confirm', request)
    // Without its clock: what the platform was to undo by itself then stays.
    const generation = await retarget(tx, state, by)
    updateOrderGeneration(tx, [order.id], generation)
    return (await findOrder(tx, order.id)) ?? order
  })
}

/** Keeps what somebody said, with the core and what they were shown; or says why they can't. */
async function sign(tx: Tx, order: Order, answer: Answer, request: AnswerRequest): Promise<void> {
  const staffId = request.by.id
  const why = await whyNot(tx, order.id, staffId, answer)
  if (why !== null) {
    // It came to lack something just now: what was judged anew is kept, so that its proposer finds what they owe.
    const code = why === 'incomplete' ? 'conflict' : 'not_allowed'
    throw new DeskError(code, `Not done: ${WHY_NOT_SENTENCES[why]}.`, { why })
  }
  const { materialHash } = order
  if (materialHash === null || materialHash.toString('hex') !== request.material) {
    throw new DeskError('conflict', `Not done: ${order.id} is no longer as you were shown it. Look at it again.`, {
      material: materialHash?.toString('hex') ?? null,
    })
  }
  const shown = await showOrder(tx, order)
  const core = canonicalJson(coreOf(order, shown, staffId) as Json)
  const asShown = canonicalJson({ ...shown } as unknown as Json)
  insertAnswer(tx, { orderId: order.id, staffId, answer, reason: request.reason, core, asShown, materialHash })
  append(tx, {
    kind: 'order_answered',
    answer,
    contentHash: answerHash({ reason: request.reason, core, asShown }),
    by: { kind: 'staff', id: staffId },
    subject: order.subject,
    orderId: order.id,
  })
}

/** What a yes is a yes to: nothing of it can change without it being another. */
const coreOf = (order: Order, { handle, requirement }: Shown, approver: string) => ({
  order: order.id,
  subject: order.subject,
  handle,
  action: order.action,
  label: order.label,
  durationMs: order.durationMs,
  clauses: createHash('sha256')
    .update(canonicalJson(requirement.approvals as unknown as Json))
    .digest('hex'),
  expiresAt: order.expiresAt.toISOString(),
  approver,
  nonce: randomUUID(),
})
