import type { Tx } from '../../../foundation/database/db.ts'
import { DeskError, requireFound } from '../../../foundation/errors.ts'
import { message } from '../../../foundation/messages/message.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import { hashSaid } from './ask-appellant.ts'
import { lockQuestion, updateAnswer } from './question-queries.ts'

/** The longest answer, within the limit of the table. */
export const ANSWER_CHARS_MAX = 5_000

/**
 * Stores the answer to the question of an appeal once. The same answer again changes nothing; another one, or one after
 * the time for it, is refused.
 */
export async function answerQuestion(
  tx: Tx,
  { appealId, answer, keyId }: { appealId: string; answer: string; keyId: string },
): Promise<void> {
  const asked = requireFound(await lockQuestion(tx, appealId), message('appeal.noQuestion', { appealId }))
  const { salt, answerHash, isOpen, caseId, subject, enforcementId } = asked
  // Once the texts are erased, no second answer is compared.
  const hash = salt && hashSaid(salt, answer)
  if (answerHash !== null && (hash === null || answerHash.equals(hash))) return
  if (answerHash !== null) throw new DeskError('conflict', message('appeal.answered', { appealId }))
  if (!isOpen || hash === null) throw new DeskError('conflict', message('appeal.answerLate', { appealId }))
  await updateAnswer(tx, appealId, { answer, hash, keyId })
  queueEntry(tx, {
    ...{ kind: 'appeal_answered', appealId, caseId, answerHash: hash.toString('hex') },
    ...{ by: { kind: 'key', id: keyId }, subject },
    ...(enforcementId !== null && { enforcementId }),
  })
}
