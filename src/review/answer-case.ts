import { createHash } from 'node:crypto'
import type { Desk } from '../desk.ts'
import { actorKey } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { inTransaction, type Tx } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { CLAIM_LOSS_SENTENCES, lockClaimedCase } from '../queue/check-claim.ts'
import { updateQueue, updateReserved } from '../queue/move-queries.ts'
import { insertEvent } from '../queue/queries.ts'
import { holdStanding } from '../staff/standing.ts'
import { type Escalation, findLastEscalation, updateAnswer, updateAnswered } from './escalation-queries.ts'

export interface Answer {
  caseId: string
  staffId: string
  answer: string
}

/**
 * Answers what was asked about a case and sends it back: to the front of the queue it came from, and for half an hour to
 * whoever reviewed it first, as long as they are on shift. The same answer sent again is the same answer.
 */
export async function answerCase(
  desk: Pick<Desk, 'db' | 'policies'>,
  { caseId, staffId, answer }: Answer,
): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    // Held until we are done: who is being ended meanwhile is ended after.
    const standing = await holdStanding(tx, staffId)
    if (!standing?.active) throw new DeskError('not_allowed', 'Not answered: you are no longer here.')
    const claim = await lockClaimedCase(tx, caseId, staffId)
    const asked = await findLastEscalation(tx, caseId)
    if (!claim.ok) {
      if (claim.why === 'unknown_case') throw new DeskError('not_found', `There is no case ${caseId}.`)
      if (asked?.answeredBy === staffId && asked.answer === answer) return
      throw new DeskError('conflict', `Not answered: ${CLAIM_LOSS_SENTENCES[claim.why]}.`)
    }
    if (claim.case.escalationId === null || claim.case.escalationId !== asked?.decisionId)
      throw new DeskError('conflict', `Not answered: nobody asked anything about ${caseId}. Decide it instead.`)
    await sendBack(tx, desk, { caseId, staffId, answer }, asked)
    const by = { kind: 'staff', id: staffId } as const
    const { decisionId } = asked
    await insertEvent(tx, { caseId, kind: 'answered', by: actorKey(by), detail: { decisionId } })
    const answerHash = createHash('sha256').update(answer).digest('hex')
    append(tx, { kind: 'case_answered', caseId, decisionId, answerHash, by, subject: claim.case.subject })
  })
}

async function sendBack(
  tx: Tx,
  { policies }: Pick<Desk, 'policies'>,
  { caseId, staffId, answer }: Answer,
  { decisionId, firstReviewer, homeQueue }: Escalation,
): Promise<void> {
  await updateAnswer(tx, { decisionId, staffId, answer })
  // Its queue may have left the policies meanwhile: then it waits where everything else does.
  await updateQueue(tx, caseId, policies.queues.get(homeQueue) ?? policies.otherwise.queue)
  await updateAnswered(tx, caseId)
  await updateReserved(tx, caseId, firstReviewer)
}
