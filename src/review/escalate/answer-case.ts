import { createHash } from 'node:crypto'
import type { Desk } from '../../policy/desk.ts'
import { actorKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField, invalidFields } from '../../foundation/schemas/invalid-field.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { parseTime } from '../../foundation/time/parse-time.ts'
import { explainLoss, lockClaimedCase } from '../../cases/claims/check-claim.ts'
import { updateQueue, updateReserved } from '../../cases/queue/move-queries.ts'
import { insertEvent } from '../../cases/queue/queries.ts'
import { readSignature } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature } from '../../foundation/acts.ts'
import { lockStanding } from '../../people/staff/standing.ts'
import { agreeToException } from '../exceptions/agree-exception.ts'
import { type Escalation, findLastEscalation, updateAnswer, updateAnswered } from './escalation-queries.ts'

interface Answer {
  caseId: string
  staffId: string
  answer: string
  /** The answer to a proposed newsworthy exception. Undefined for other questions. */
  agrees?: boolean
  /** The time of the exception's next review. Undefined: the signed one. */
  reviewBy?: string
  /** The signature of the person who agrees to an exception. */
  signature?: GivenSignature
}

/**
 * Answers an escalation. The case returns to the front of its former queue, reserved for its first reviewer for half an
 * hour while they are on shift. An agreed exception closes it instead. A repeated answer changes nothing.
 */
export async function answerCase(desk: Pick<Desk, 'db' | 'policies' | 'relyingParty'>, answer: Answer): Promise<void> {
  const { caseId, staffId, signature } = answer
  checkFields(answer)
  const agreeing = { act: 'exception_agree', about: caseId, by: { id: staffId }, signature } as const
  const [read] = await Promise.allSettled([readSignature(desk.db, desk, agreeing)])
  await inTransaction(desk.db, async (tx) => {
    // The lock on the person's row lasts until the transaction ends, so that their departure waits for it.
    const standing = await lockStanding(tx, staffId)
    if (!standing?.active) throw new DeskError('not_allowed', message('staff.notHere'))
    const claim = await lockClaimedCase(tx, caseId, staffId)
    const asked = await findLastEscalation(tx, caseId)
    if (!claim.ok) {
      if (claim.why === 'unknown_case') throw new DeskError('not_found', message('case.unknown', { caseId }))
      if (asked !== undefined && isRepeated(asked, answer)) return
      throw new DeskError('conflict', message('claim.notAnswered', { why: explainLoss(claim.why) }))
    }
    if (claim.case.escalationId === null || claim.case.escalationId !== asked?.decisionId)
      throw new DeskError('conflict', message('escalation.none', { caseId }))
    checkFits(asked, answer)
    if (answer.agrees && read.status === 'rejected') throw read.reason
    await record(tx, asked, answer, claim.case.subject)
    // The policies may no longer have the former queue: then the case goes to the default one.
    await updateQueue(tx, caseId, desk.policies.queues.get(asked.homeQueue) ?? desk.policies.otherwise.queue)
    if (answer.agrees && read.status === 'fulfilled') {
      return agreeToException(tx, asked.decisionId, read.value, answer.reviewBy)
    }
    await updateAnswered(tx, caseId)
    await updateReserved(tx, caseId, asked.firstReviewer)
  })
}

/** Throws every error of an answer that doesn't depend on the question. */
function checkFields({ agrees, reviewBy, signature }: Answer): void {
  const ofAgreement = Object.entries({ signature, reviewBy })
    .filter(([, given]) => given !== undefined && agrees !== true)
    .map(([field]) => ({ field, detail: message('escalation.agreedOnly') }))
  const isNoTime = reviewBy !== undefined && parseTime(reviewBy) === undefined
  const errors = isNoTime ? [...ofAgreement, { field: 'reviewBy', detail: message('field.time') }] : ofAgreement
  if (errors.length > 0) throw invalidFields(errors)
}

function isRepeated(asked: Escalation, { staffId, answer, agrees, reviewBy }: Answer): boolean {
  if (asked.answeredBy !== staffId || asked.answer !== answer || asked.agrees !== (agrees ?? null)) return false
  return reviewBy === undefined || parseTime(reviewBy)?.getTime() === asked.reviewBy?.getTime()
}

/** Throws when the answer doesn't fit the question, with an error that the caller can correct. */
function checkFits({ asksToAgree }: Escalation, { agrees }: Answer): void {
  if (asksToAgree && agrees === undefined) throw invalidField('agrees', message('escalation.exception'))
  if (!asksToAgree && agrees !== undefined) throw invalidField('agrees', message('draft.exceptionOnly'))
}

async function record(tx: Tx, asked: Escalation, { caseId, staffId, answer, agrees }: Answer, subject: string) {
  const { decisionId } = asked
  await updateAnswer(tx, { decisionId, staffId, answer, agrees: agrees ?? null })
  const by = { kind: 'staff', id: staffId } as const
  await insertEvent(tx, { caseId, kind: 'answered', by: actorKey(by), detail: { decisionId } })
  const answerHash = createHash('sha256').update(answer).digest('hex')
  const told = agrees === undefined ? {} : { agrees }
  queueEntry(tx, { kind: 'case_answered', caseId, decisionId, answerHash, ...told, by, subject })
}
