import sql from 'sql-template-tag'
import { withholdWords } from '../../../enforcement/statements/withhold-words.ts'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'

/** The one question of a judge to the person who appeals. */
export interface AppealQuestion {
  /** Without what identifies people of the desk or a reporter. Null: erased. */
  question: string | null
  askedAt: Date
  answerBy: Date
  /** Null: none came, or it was erased. */
  answer: string | null
  answeredAt: Date | null
  /** True while an answer is received. */
  isOpen: boolean
}

type Found = AppealQuestion & { withheld: readonly string[]; withheldIds: readonly string[] }

/** Finds the question of an appeal, as the person who appeals reads it. */
export async function findQuestion(db: Queryable, appealId: string): Promise<AppealQuestion | undefined> {
  const found = await db.find<Found>(sql`
    select asked.question, asked.asked_at as "askedAt", asked.answer_by as "answerBy", asked.answer, asked.answered_at as "answeredAt",
      appeal.state = 'open' and awaits_answer(appeal.id) as "isOpen",
      list_withheld_words(appeal.enforcement_id, asked.asked_by, coalesce(asked.question, '')) as withheld,
      list_named_reporters(contested_case(appeal), coalesce(asked.question, '')) as "withheldIds"
    from appeal_question asked join appeal on appeal.id = asked.appeal_id where asked.appeal_id = ${appealId}`)
  if (found === undefined) return undefined
  const { withheld, withheldIds, ...question } = found
  return { ...question, question: question.question && withholdWords(question.question, withheld, withheldIds) }
}

interface NewQuestion {
  appealId: string
  staffId: string
  question: string
  salt: Buffer
  hash: Buffer
}

/** Finds the reason for which SQL refuses a question of this person. Null: none. */
export const findQuestionRefusal = (tx: Tx, appealId: string, staffId: string): Promise<'danger' | 'too_many' | null> =>
  tx.onlyValue<'danger' | 'too_many' | null>(sql`select question_refusal(${appealId}, ${staffId}) as refusal`)

/** Inserts the question of a locked appeal. PostgreSQL takes its case out of the queue. */
export async function insertQuestion(tx: Tx, { appealId, staffId, question, salt, hash }: NewQuestion): Promise<void> {
  await tx.query(sql`
    insert into appeal_question (appeal_id, asked_by, question, salt, question_hash)
    values (${appealId}, ${staffId}, ${question}, ${salt}, ${hash})`)
}

/** The question of a locked appeal, as it is stored. */
export interface StoredQuestion {
  caseId: string
  subject: string
  enforcementId: string | null
  salt: Buffer | null
  answerHash: Buffer | null
  isOpen: boolean
}

/** Locks an appeal with its question. Undefined: none was asked. */
export async function lockQuestion(tx: Tx, appealId: string): Promise<StoredQuestion | undefined> {
  await tx.query(sql`select from appeal where id = ${appealId} for update`)
  return tx.find<StoredQuestion>(sql`
    select review_case.id as "caseId", appeal.subject, appeal.enforcement_id as "enforcementId", asked.salt, asked.answer_hash as "answerHash",
      appeal.state = 'open' and awaits_answer(appeal.id) as "isOpen"
    from appeal join appeal_question asked on asked.appeal_id = appeal.id join review_case on review_case.appeal_id = appeal.id
    where appeal.id = ${appealId}`)
}

/** Stores the answer to a question. PostgreSQL brings the case back into its queue. */
export async function updateAnswer(
  tx: Tx,
  appealId: string,
  { answer, hash, keyId }: { answer: string; hash: Buffer; keyId: string },
): Promise<void> {
  await tx.query(sql`
    update appeal_question set answer = ${answer}, answer_hash = ${hash}, key_id = ${keyId} where appeal_id = ${appealId}`)
}
