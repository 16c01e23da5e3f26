import { randomUUID } from 'node:crypto'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { answerHash } from '../../ledger/entries/content-hash.ts'
import { canonicalJson } from '../../foundation/canonical.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { keepSignature, readSignature, type Signed } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature } from '../../foundation/acts.ts'
import { queueAnswer, type NewAnswer } from './answer-queries.ts'
import { endWaiting } from '../end/end-waiting.ts'
import { lockPeople } from '../gate-queries.ts'
import { findOrder, lockOrder, type Order, queueGeneration } from '../queries.ts'
import { reconsider } from './reconsider.ts'
import { retarget } from '../desired-state/retarget.ts'
import { refuseUnless, signableOrder } from './sign-order.ts'
import { lockSubject } from '../desired-state/subject-state.ts'

interface AnswerRequest {
  orderId: string
  by: StaffCaller
  reason: string | null
}

/** What nobody has to sign: a no, and a promise to look. */
export interface PlainAnswer extends AnswerRequest {
  /** What the person was shown, by its hash in hex: what they say means that and nothing else. */
  material: string
}

export interface SignedAnswer extends AnswerRequest {
  signature: GivenSignature | undefined
}

/**
 * One other person's signed yes to an order that waits: it is judged anew, their yes is kept if they may give it at this
 * moment and what they signed is what would be done, and the order goes on as far as it may. Nothing at all is kept
 * otherwise.
 */
export async function agreeToOrder(desk: Desk, request: SignedAnswer): Promise<Order> {
  const by = { kind: 'staff', id: request.by.id } as const
  const signed = await readSignature(desk.db, desk, { ...request, act: 'agree', about: request.orderId })
  const act = async (tx: Tx, order: Order): Promise<Order> => {
    await sign(tx, order, 'agree', request, signed)
    return order
  }
  return (await reconsider(desk, request.orderId, by, { act })).order
}

/** One other person's no, which ends an order that waits, or their promise to confirm it: judged anew like a yes. */
export async function answerOrder(desk: Desk, answer: 'decline' | 'duty', request: PlainAnswer): Promise<Order> {
  const by = { kind: 'staff', id: request.by.id } as const
  const act = async (tx: Tx, order: Order): Promise<Order> => {
    await say(tx, order, answer, request)
    return answer === 'decline' ? endWaiting(tx, order, 'declined', by, request.reason ?? undefined) : order
  }
  return (await reconsider(desk, request.orderId, by, { act, onlyEnds: answer === 'decline' })).order
}

/** A named person has looked at what is in effect and signs that it is right, in time; the platform is told to keep it so. */
export async function confirmOrder(desk: Desk, request: SignedAnswer): Promise<Order> {
  const by = { kind: 'staff', id: request.by.id } as const
  const signed = await readSignature(desk.restoreDb, desk, { ...request, act: 'confirm', about: request.orderId })
  return inTransaction(desk.restoreDb, async (tx) => {
    const found = await findOrder(tx, request.orderId)
    if (found === undefined) throw new DeskError('not_found', `There is no order ${request.orderId}.`)
    await lockPeople(tx, request.orderId, by)
    const state = await lockSubject(tx, found.subject)
    const order = await lockOrder(tx, request.orderId)
    if (order === undefined) throw new Error(`order ${request.orderId} is gone`)
    await sign(tx, order, 'confirm', request, signed)
    // Without its clock: what the platform was to undo by itself then stays.
    const generation = await retarget(tx, state, by)
    queueGeneration(tx, order.id, generation)
    return (await findOrder(tx, order.id)) ?? order
  })
}

/** Keeps what somebody signed, to the byte; or says why it doesn't count. */
async function sign(
  tx: Tx,
  order: Order,
  answer: 'agree' | 'confirm',
  { by, reason }: AnswerRequest,
  signed: Signed,
): Promise<void> {
  await refuseUnless(tx, order.id, by.id, answer)
  const { materialHash } = order
  if (materialHash === null || materialHash.toString('hex') !== JSON.parse(signed.asShown).material)
    throw changed(order)
  await keepSignature(tx, signed, await signableOrder(tx, order))
  const { core, asShown, id: signatureId } = signed
  queueAnswerAndEntry(tx, order, {
    orderId: order.id,
    staffId: by.id,
    answer,
    reason,
    core,
    asShown,
    signatureId,
    materialHash,
  })
}

/** Keeps what somebody said without signing it, with what they were shown; or says why they can't. */
async function say(
  tx: Tx,
  order: Order,
  answer: 'decline' | 'duty',
  { by, material, reason }: PlainAnswer,
): Promise<void> {
  await refuseUnless(tx, order.id, by.id, answer)
  const { materialHash } = order
  if (materialHash === null || materialHash.toString('hex') !== material) throw changed(order)
  const { core: shown, asShown } = await signableOrder(tx, order)
  queueAnswerAndEntry(tx, order, {
    ...{ orderId: order.id, staffId: by.id, answer, reason, materialHash, signatureId: null },
    core: canonicalJson({ ...shown, act: answer, approver: by.id, nonce: randomUUID() }),
    asShown: canonicalJson(asShown),
  })
}

const changed = (order: Order): DeskError =>
  new DeskError('conflict', `Not done: ${order.id} is no longer as you were shown it. Look at it again.`, {
    material: order.materialHash?.toString('hex') ?? null,
  })

function queueAnswerAndEntry(tx: Tx, order: Order, answer: NewAnswer): void {
  queueAnswer(tx, answer)
  queueEntry(tx, {
    kind: 'order_answered',
    answer: answer.answer,
    contentHash: answerHash(answer),
    by: { kind: 'staff', id: answer.staffId },
    subject: order.subject,
    orderId: order.id,
  })
}
