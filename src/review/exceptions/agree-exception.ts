import sql from 'sql-template-tag'
import type { AssessmentText } from '../../enforcement/gate-queries.ts'
import type { Desk } from '../../policy/desk.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash, exceptionHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { DeskError } from '../../foundation/errors.ts'
import { parseTime } from '../../foundation/time/parse-time.ts'
import { explainLoss, lockClaimedCase } from '../../cases/claims/check-claim.ts'
import { insertSignature, type Signed } from '../../people/signatures/accept-signature.ts'
import type { Signable } from '../../foundation/acts.ts'
import { queueCaseClose } from '../decide/decision-queries.ts'
import { findLastEscalation } from '../escalate/escalation-queries.ts'
import { insertException } from './exception-queries.ts'
import { DAY_MS } from '../../foundation/durations.ts'

/** The default days until the next review. */
export const REVIEW_DAYS = 90
/** The longest time until the next review. Twin of review_by in SQL. */
export const REVIEW_DAYS_MAX = 365

/** Returns the text that the holder of a case signs to agree to its proposed newsworthy exception. */
export async function prepareException(
  { db }: Pick<Desk, 'db'>,
  { about: caseId, by, reviewBy }: { about: string; by: { id: string }; reviewBy?: string | undefined },
): Promise<Signable> {
  return inTransaction(db, async (tx) => {
    const claim = await lockClaimedCase(tx, caseId, by.id)
    if (!claim.ok) {
      if (claim.why === 'unknown_case') throw new DeskError('not_found', message('case.unknown', { caseId }))
      throw new DeskError('conflict', message('claim.notPrepared', { why: explainLoss(claim.why) }))
    }
    const asked = await findLastEscalation(tx, caseId)
    if (asked === undefined || claim.case.escalationId !== asked.decisionId || !asked.asksToAgree) {
      throw new DeskError('conflict', message('exception.none', { caseId }))
    }
    return signableException(tx, asked.decisionId, readReview(reviewBy, tx.now))
  })
}

/** Returns the time of an exception's next review. Throws errors that the caller can correct. */
function readReview(reviewBy: string | undefined, now: Date): Date {
  if (reviewBy === undefined) return new Date(now.getTime() + REVIEW_DAYS * DAY_MS)
  const at = parseTime(reviewBy)
  const latest = now.getTime() + REVIEW_DAYS_MAX * DAY_MS
  if (at !== undefined && at > now && at.getTime() <= latest) return at
  throw invalidField('reviewBy', message('exception.reviewBy', { limit: REVIEW_DAYS_MAX }))
}

async function signableException(db: Queryable, decisionId: string, reviewBy: Date): Promise<Signable> {
  const row = await db.find<{ caseId: string; subject: string; policy: string; assessment: AssessmentText }>(sql`
    select candidate.id as "caseId", candidate.subject, policy_id as policy, assessment
    from decision join review_case candidate on candidate.id = decision.case_id where decision.id = ${decisionId}`)
  if (row === undefined) throw new Error(`decision ${decisionId} is gone`)
  const { caseId, subject, policy, assessment } = row
  const { whoSpeaks, publicInterest, harm, alternatives } = assessment
  const weighed = { whoSpeaks, publicInterest, harm, alternatives }
  const until = reviewBy.toISOString()
  return {
    about: caseId,
    core: { case: caseId, decision: decisionId, subject, policy, assessment: contentHash(weighed), reviewBy: until },
    asShown: { policy, assessment: weighed, reviewBy: until },
  }
}

/** Puts an exception into effect by a signature, and closes its case. The signed time is that of its next review. */
export async function agreeToException(
  tx: Tx,
  decisionId: string,
  signed: Signed,
  wanted: string | undefined,
): Promise<void> {
  const reviewBy = readReview(wanted ?? String(JSON.parse(signed.core).reviewBy), tx.now)
  await insertSignature(tx, signed, await signableException(tx, decisionId, reviewBy))
  const exception = await insertException(tx, { decisionId, reviewBy, signatureId: signed.id })
  const { id: exceptionId, caseId, policyId, subject, assessment } = exception
  queueCaseClose(tx, caseId)
  queueEntry(tx, {
    kind: 'exception_agreed',
    exceptionId,
    decisionId,
    caseId,
    policyId,
    reviewBy: exception.reviewBy.toISOString(),
    contentHash: exceptionHash({ ...exception, ...assessment, signatureId: signed.id }),
    by: { kind: 'staff', id: exception.agreedBy },
    subject,
  })
}
