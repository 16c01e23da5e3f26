import { createHash } from 'node:crypto'
import type { Desk } from '../desk.ts'
import { actorKey } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { exceptionHash } from '../ledger/content-hash.ts'
import { inTransaction, type Tx } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { parseTime } from '../lib/parse-time.ts'
import { CLAIM_LOSS_SENTENCES, lockClaimedCase } from '../queue/check-claim.ts'
import { updateQueue, updateReserved } from '../queue/move-queries.ts'
import { insertEvent } from '../queue/queries.ts'
import { holdStanding } from '../staff/standing.ts'
import { closeCase } from './decision-queries.ts'
import { type Escalation, findLastEscalation, updateAnswer, updateAnswered } from './escalation-queries.ts'
import { insertException } from './exception-queries.ts'

const DAY_MS = 86_400_000
/** When nobody says otherwise. */
export const REVIEW_DAYS = 90
export const REVIEW_DAYS_MAX = 365

export interface Answer {
  caseId: string
  staffId: string
  answer: string
  /** Whether a newsworthy exception holds that somebody proposed. Of nothing else. */
  agrees?: boolean
  /** By when somebody must look at that exception again. */
  reviewBy?: string
}

/**
 * Answers what was asked about a case. It goes back to the front of the queue it came from, and for half an hour to whoever
 * reviewed it first, as long as they are on shift; or an exception was agreed to, and it is closed. The same answer sent
 * again is the same answer.
 */
export async function answerCase(desk: Pick<Desk, 'db' | 'policies'>, answer: Answer): Promise<void> {
  const { caseId, staffId } = answer
  checkFields(answer)
  await inTransaction(desk.db, async (tx) => {
    // Held until we are done: who is being ended meanwhile is ended after.
    const standing = await holdStanding(tx, staffId)
    if (!standing?.active) throw new DeskError('not_allowed', 'Not answered: you are no longer here.')
    const claim = await lockClaimedCase(tx, caseId, staffId)
    const asked = await findLastEscalation(tx, caseId)
    if (!claim.ok) {
      if (claim.why === 'unknown_case') throw new DeskError('not_found', `There is no case ${caseId}.`)
      if (asked !== undefined && isRepeated(asked, answer)) return
      throw new DeskError('conflict', `Not answered: ${CLAIM_LOSS_SENTENCES[claim.why]}.`)
    }
    if (claim.case.escalationId === null || claim.case.escalationId !== asked?.decisionId)
      throw new DeskError('conflict', `Not answered: nobody asked anything about ${caseId}. Decide it instead.`)
    const reviewBy = checkReview(asked, answer, tx.now)
    await record(tx, asked, answer, claim.case.subject)
    // Its queue may have left the policies meanwhile: then it waits where everything else does.
    await updateQueue(tx, caseId, desk.policies.queues.get(asked.homeQueue) ?? desk.policies.otherwise.queue)
    if (reviewBy !== undefined) return agree(tx, asked, reviewBy)
    await updateAnswered(tx, caseId)
    await updateReserved(tx, caseId, asked.firstReviewer)
  })
}

/** What is wrong with an answer whatever it answers. */
function checkFields({ agrees, reviewBy }: Answer): void {
  if (reviewBy === undefined) return
  if (agrees !== true) throw invalid('reviewBy', 'belongs to an exception that is agreed to')
  if (parseTime(reviewBy) === undefined) throw invalid('reviewBy', 'must be a time such as 2026-01-31T09:00:00Z')
}

function isRepeated(asked: Escalation, { staffId, answer, agrees, reviewBy }: Answer): boolean {
  if (asked.answeredBy !== staffId || asked.answer !== answer || asked.agrees !== (agrees ?? null)) return false
  return reviewBy === undefined || parseTime(reviewBy)?.getTime() === asked.reviewBy?.getTime()
}

/** By when an exception that is agreed to must be looked at again; undefined: there is none. Throws what can be mended. */
function checkReview({ asksToAgree }: Escalation, { agrees, reviewBy }: Answer, now: Date): Date | undefined {
  if (asksToAgree && agrees === undefined) throw invalid('agrees', 'must say whether the exception holds')
  if (!asksToAgree && agrees !== undefined) throw invalid('agrees', 'belongs to a newsworthy exception alone')
  if (agrees !== true) return undefined
  if (reviewBy === undefined) return new Date(now.getTime() + REVIEW_DAYS * DAY_MS)
  const at = parseTime(reviewBy)
  const latest = now.getTime() + REVIEW_DAYS_MAX * DAY_MS
  if (at === undefined || at <= now || at.getTime() > latest) {
    throw invalid('reviewBy', `must be a moment to come, at most ${REVIEW_DAYS_MAX} days from now`)
  }
  return at
}

async function record(tx: Tx, asked: Escalation, { caseId, staffId, answer, agrees }: Answer, subject: string) {
  const { decisionId } = asked
  await updateAnswer(tx, { decisionId, staffId, answer, agrees: agrees ?? null })
  const by = { kind: 'staff', id: staffId } as const
  await insertEvent(tx, { caseId, kind: 'answered', by: actorKey(by), detail: { decisionId } })
  const answerHash = createHash('sha256').update(answer).digest('hex')
  const told = agrees === undefined ? {} : { agrees }
  append(tx, { kind: 'case_answered', caseId, decisionId, answerHash, ...told, by, subject })
}

/** The exception stands, and nothing more is to be done about its case. */
async function agree(tx: Tx, { decisionId }: Escalation, reviewBy: Date): Promise<void> {
  const exception = await insertException(tx, decisionId, reviewBy)
  const { id: exceptionId, caseId, policyId, subject, assessment } = exception
  closeCase(tx, caseId)
  append(tx, {
    kind: 'exception_agreed',
    exceptionId,
    decisionId,
    caseId,
    policyId,
    reviewBy: exception.reviewBy.toISOString(),
    contentHash: exceptionHash({ ...exception, ...assessment }),
    by: { kind: 'staff', id: exception.agreedBy },
    subject,
  })
}

const invalid = (field: string, detail: string): DeskError =>
  new DeskError('invalid_input', `Not answered: ${field} ${detail}.`, { errors: [{ field, detail }] })
