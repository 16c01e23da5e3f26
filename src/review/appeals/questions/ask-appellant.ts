import { createHash, randomBytes } from 'node:crypto'
import sql from 'sql-template-tag'
import { recordRelease } from '../../../cases/claims/release-claim.ts'
import { lockForJudge } from '../../../enforcement/end/end-appeals.ts'
import { inAnsweredTransaction } from '../../../foundation/database/db.ts'
import { refuseUnstorable } from '../../../foundation/database/refuse-unstorable.ts'
import type { StaffCaller } from '../../../foundation/domain.ts'
import { DeskError } from '../../../foundation/errors.ts'
import { queueJob } from '../../../foundation/jobs.ts'
import { message } from '../../../foundation/messages/message.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import { lockStanding } from '../../../people/staff/standing.ts'
import type { Desk } from '../../../policy/desk.ts'
import { type AppealQuestion, findQuestion, findQuestionRefusal, insertQuestion } from './question-queries.ts'

const SALT_BYTES = 16

/**
 * Asks the person who appeals one question. Its judge gives the case back until the answer, or until the time for one is
 * over; the appeal's own time stands still meanwhile. The same question again gets the same answer of the desk.
 */
export async function askAppellant(
  { db }: Pick<Desk, 'db'>,
  { caseId, by: caller, question }: { caseId: string; by: StaffCaller; question: string },
): Promise<AppealQuestion> {
  refuseUnstorable({ question })
  return inAnsweredTransaction(db, async (tx) => {
    // Questions of one person are counted one after the other. The lock comes before the shared one of their standing.
    await tx.query(sql`select from staff where id = ${caller.id} for no key update`)
    const standing = await lockStanding(tx, caller.id)
    if (!standing?.active) throw new DeskError('not_allowed', message('staff.notHere'))
    if (standing.restricted) throw new DeskError('not_allowed', message('appeal.restricted'))
    const appeal = await lockForJudge(tx, { caseId, staffId: caller.id })
    if ((await findQuestion(tx, appeal.id)) !== undefined)
      throw new DeskError('conflict', message('appeal.askedBefore'))
    const refusal = await findQuestionRefusal(tx, appeal.id, caller.id)
    if (refusal !== null) throw new DeskError('conflict', message(`appeal.notAsked.${refusal}`))
    const salt = randomBytes(SALT_BYTES)
    const hash = hashSaid(salt, question)
    await insertQuestion(tx, { appealId: appeal.id, staffId: caller.id, question, salt, hash })
    const asked = await findQuestion(tx, appeal.id)
    if (asked === undefined) throw new Error(`the question of ${appeal.id} is not there`)
    const { subject, enforcementId } = appeal
    const by = { kind: 'staff', id: caller.id } as const
    queueEntry(tx, {
      ...{ kind: 'appeal_asked', appealId: appeal.id, caseId, questionHash: hash.toString('hex') },
      ...{ answerBy: asked.answerBy.toISOString(), by, subject },
      ...(enforcementId !== null && { enforcementId }),
    })
    await recordRelease(tx, { caseId, subject, staffId: caller.id }, by)
    queueJob(tx, 'appeal', appeal.id, 'background')
    return asked
  })
}

/** Hashes a question or an answer with the salt of its appeal. PostgreSQL refuses another hash. */
export const hashSaid = (salt: Buffer, text: string): Buffer => createHash('sha256').update(salt).update(text).digest()
