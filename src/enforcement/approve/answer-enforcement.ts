import { randomUUID } from 'node:crypto'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { answerHash } from '../../ledger/entries/content-hash.ts'
import { canonicalJson } from '../../foundation/canonical.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertSignature, readSignature, type Signed } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature } from '../../foundation/acts.ts'
import { renderShown } from '../../people/signatures/text-of.ts'
import { queueAnswer, type NewAnswer } from './answer-queries.ts'
import { endWaiting } from '../end/end-waiting.ts'
import { lockPeople } from '../gate-queries.ts'
import { findEnforcement, lockEnforcement, type Enforcement, queueGeneration, readEnforcement } from '../queries.ts'
import { reconsider } from './reconsider.ts'
import { updateDesiredState } from '../desired-state/update-desired-state.ts'
import { refuseUnless, signableEnforcement } from './sign-enforcement.ts'
import { lockSubject } from '../desired-state/subject-state.ts'

interface AnswerRequest {
  enforcementId: string
  by: StaffCaller
  reason: string | null
}

/** An answer that needs no signature: a decline, or a promise to confirm. */
interface PlainAnswer extends AnswerRequest {
  /** The hash (hex) of the material that the person was shown; the answer counts for this material only. */
  material: string
}

interface SignedAnswer extends AnswerRequest {
  signature: GivenSignature | undefined
}

/**
 * Stores another person's signed approval of a waiting enforcement. The enforcement is judged again, the approval
 * counts if the person may give it now and signed the current text, and the enforcement advances as far as it may.
 * Otherwise no approval is stored.
 */
export async function agreeToEnforcement(desk: Desk, request: SignedAnswer): Promise<Enforcement> {
  const by = { kind: 'staff', id: request.by.id } as const
  const signed = await readSignature(desk.db, desk, { ...request, act: 'agree', about: request.enforcementId })
  const act = async (tx: Tx, enforcement: Enforcement): Promise<Enforcement> => {
    await sign(tx, enforcement, 'agree', request, signed)
    return enforcement
  }
  return (await reconsider(desk, request.enforcementId, by, { act })).enforcement
}

/**
 * Stores another person's decline, which ends a waiting enforcement, or their promise to confirm it. The enforcement is
 * judged again first.
 */
export async function answerEnforcement(
  desk: Desk,
  answer: 'decline' | 'duty',
  request: PlainAnswer,
): Promise<Enforcement> {
  const by = { kind: 'staff', id: request.by.id } as const
  const act = async (tx: Tx, enforcement: Enforcement): Promise<Enforcement> => {
    await storeAnswer(tx, enforcement, answer, request)
    return answer === 'decline' ? endWaiting(tx, enforcement, 'declined', by, request.reason ?? undefined) : enforcement
  }
  return (await reconsider(desk, request.enforcementId, by, { act, onlyEnds: answer === 'decline' })).enforcement
}

/** Stores the signed confirmation of an enforcement in effect, and tells the platform to keep the effect. */
export async function confirmEnforcement(desk: Desk, request: SignedAnswer): Promise<Enforcement> {
  const by = { kind: 'staff', id: request.by.id } as const
  const signed = await readSignature(desk.restoreDb, desk, { ...request, act: 'confirm', about: request.enforcementId })
  return inTransaction(desk.restoreDb, async (tx) => {
    const found = await readEnforcement(tx, request.enforcementId)
    await lockPeople(tx, request.enforcementId, by)
    const state = await lockSubject(tx, found.subject)
    const enforcement = await lockEnforcement(tx, request.enforcementId)
    await sign(tx, enforcement, 'confirm', request, signed)
    // The new instruction has no time of confirmation: the platform no longer undoes the effect by itself.
    const generation = await updateDesiredState(tx, state, by)
    queueGeneration(tx, enforcement.id, generation)
    return (await findEnforcement(tx, enforcement.id)) ?? enforcement
  })
}

/** Stores a signed answer exactly as it was signed. Throws the reason when it does not count. */
async function sign(
  tx: Tx,
  enforcement: Enforcement,
  answer: 'agree' | 'confirm',
  { by, reason }: AnswerRequest,
  signed: Signed,
): Promise<void> {
  await refuseUnless(tx, enforcement.id, by.id, answer)
  const { materialHash } = enforcement
  if (materialHash === null || materialHash.toString('hex') !== JSON.parse(signed.asShown).material)
    throw changed(enforcement)
  await insertSignature(tx, signed, await signableEnforcement(tx, enforcement))
  const { core, asShown, id: signatureId } = signed
  queueAnswerAndEntry(tx, enforcement, {
    enforcementId: enforcement.id,
    staffId: by.id,
    answer,
    reason,
    core,
    asShown,
    signatureId,
    materialHash,
  })
}

/**
 * Stores an unsigned answer with the hash of the material that was shown. Throws the reason when this person may not
 * give it.
 */
async function storeAnswer(
  tx: Tx,
  enforcement: Enforcement,
  answer: 'decline' | 'duty',
  { by, material, reason }: PlainAnswer,
): Promise<void> {
  await refuseUnless(tx, enforcement.id, by.id, answer)
  const { materialHash } = enforcement
  if (materialHash === null || materialHash.toString('hex') !== material) throw changed(enforcement)
  const { core: shown, asShown } = await signableEnforcement(tx, enforcement)
  queueAnswerAndEntry(tx, enforcement, {
    ...{ enforcementId: enforcement.id, staffId: by.id, answer, reason, materialHash, signatureId: null },
    core: canonicalJson({ ...shown, act: answer, approver: by.id, nonce: randomUUID() }),
    asShown: canonicalJson(renderShown(asShown)),
  })
}

const changed = (enforcement: Enforcement): DeskError =>
  new DeskError('conflict', message('enforcement.changed', { enforcementId: enforcement.id }), {
    material: enforcement.materialHash?.toString('hex') ?? null,
  })

function queueAnswerAndEntry(tx: Tx, enforcement: Enforcement, answer: NewAnswer): void {
  queueAnswer(tx, answer)
  queueEntry(tx, {
    kind: 'enforcement_answered',
    answer: answer.answer,
    contentHash: answerHash(answer),
    by: { kind: 'staff', id: answer.staffId },
    subject: enforcement.subject,
    enforcementId: enforcement.id,
  })
}
