import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { Question } from '../decide/decision-draft.ts'
import { NOT_FIRST_AGAIN } from '../quality-review/qa-sample-queries.ts'

interface NewEscalation {
  decisionId: string
  caseId: string
  staffId: string
  question: Question
  acknowledgeMs: number
}

/**
 * Stores a question about a locked case and the queue from which it came. Returns the time by which it must be claimed.
 * A question by a specialist who was asked keeps the first origin.
 */
export async function insertEscalation(tx: Tx, asked: NewEscalation): Promise<Date> {
  const row = await tx.find<{ acknowledgeBy: Date }>(sql`
    insert into case_escalation (decision_id, case_id, queue, urgency, asked_by, acknowledge_by, first_reviewer, home_queue,
      home_due_at, home_missed_due_at)
    select ${asked.decisionId}, candidate.id, ${asked.question.to}, ${asked.question.urgency}, ${asked.staffId},
      date_trunc('milliseconds', desk_now()) + ${asked.acknowledgeMs} * interval '1 ms',
      coalesce(before.first_reviewer, ${asked.staffId}), coalesce(before.home_queue, candidate.queue),
      coalesce(before.home_due_at, candidate.due_at), coalesce(before.home_missed_due_at, candidate.missed_due_at)
    from review_case candidate left join case_escalation before on before.decision_id = candidate.escalation_id
    where candidate.id = ${asked.caseId}
    returning acknowledge_by as "acknowledgeBy"`)
  if (row === undefined) throw new Error(`there is no case ${asked.caseId} to ask about`)
  return row.acknowledgeBy
}

/** Marks a locked case as escalated: due when it must be claimed, and withheld from the person who asked. */
export async function updateAsked(
  tx: Tx,
  asked: { caseId: string; decisionId: string; staffId: string; acknowledgeBy: Date; boostHours: number },
): Promise<void> {
  await tx.query(sql`
    update review_case set escalation_id = ${asked.decisionId}, not_for = not_for || ${asked.staffId}::text, returned = false,
      due_at = ${asked.acknowledgeBy}, missed_due_at = null, rank_boost_hours = ${asked.boostHours}
    where id = ${asked.caseId}`)
}

export interface Escalation {
  decisionId: string
  firstReviewer: string
  homeQueue: string
  answeredBy: string | null
  answer: string | null
  /** True for a proposed newsworthy exception, to which the answer agrees or not. */
  asksToAgree: boolean
  agrees: boolean | null
  /** The next review of the agreed exception. Null: none was agreed. */
  reviewBy: Date | null
}

/** Returns the last escalation of a case. */
export async function findLastEscalation(db: Queryable, caseId: string): Promise<Escalation | undefined> {
  return db.find<Escalation>(sql`
    select asked.decision_id as "decisionId", first_reviewer as "firstReviewer", home_queue as "homeQueue",
      answered_by as "answeredBy", answer, decision.conclusion = 'newsworthy_exception' as "asksToAgree", agrees,
      held.review_by as "reviewBy"
    from case_escalation asked join decision on decision.id = asked.decision_id
      left join newsworthy_exception held on held.decision_id = asked.decision_id
    where asked.case_id = ${caseId} order by asked_at desc, asked.decision_id desc limit 1`)
}

export async function updateAnswer(
  tx: Tx,
  answered: { decisionId: string; staffId: string; answer: string; agrees: boolean | null },
): Promise<void> {
  await tx.query(sql`
    update case_escalation set answered_by = ${answered.staffId}, answered_at = desk_now(), answer = ${answered.answer},
      agrees = ${answered.agrees}
    where decision_id = ${answered.decisionId} and answered_by is null`)
}

/** Puts a locked case before all others of its queue, as one that returned with an answer. */
export async function updateAnswered(tx: Tx, caseId: string): Promise<void> {
  await tx.query(sql`
    update review_case set escalation_id = null, not_for = ${NOT_FIRST_AGAIN}, returned = true,
      rank_boost_hours = lane_boost(id)
    where id = ${caseId}`)
}
