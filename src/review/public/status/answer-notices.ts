import sql, { type Sql } from 'sql-template-tag'
import { inTransaction, type Queryable, type Tx } from '../../../foundation/database/db.ts'
import { prepared } from '../../../foundation/database/prepared.ts'
import { type Conclusion, DESK } from '../../../foundation/domain.ts'
import { HOUR_MS, SECOND_MS } from '../../../foundation/durations.ts'
import { finishJob, type Job, postponeJob, queueJob } from '../../../foundation/jobs.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { Desk } from '../../../policy/desk.ts'
import { queueLetter } from '../letters/letter-queries.ts'
import type { Outcome } from '../notices/notice-queries.ts'
import { type DecidedEnforcement, outcomeOf } from './outcome.ts'

/** The notices that one transaction answers. The rest continues as a new job. */
const ANSWERED_AT_ONCE_MAX = 200
/**
 * The pauses until the enforcements of a case are looked at again: most take effect within a second, others wait for people, at
 * most for hours.
 */
const REST_FIRST_MS = SECOND_MS
const REST_MAX_MS = HOUR_MS

/** SQL condition: the decision of this case answers a `notice`. Two conditions, because each column has an index. */
const isAnsweredBy = (caseId: string): Sql =>
  sql`(case_id = ${caseId} and answering_case_id is null or answering_case_id = ${caseId})`

/** Enqueues the job that answers the notices of a decided case, if it has any. */
export function queueAnswerJob(tx: Tx, caseId: string): void {
  tx.queue(prepared('queue-answer-job')`
    insert into job (kind, key, priority)
    select 'answer', ${caseId}, 'background' where exists (select from notice where ${isAnsweredBy(caseId)})
    on conflict (kind, key) do update set due_at = excluded.due_at, lease_until = null, lease_id = job.lease_id + 1,
      attempt = 0`)
}

/**
 * Answers every notice of a case once its outcome is known: one outcome, a letter for each sender with an address. A
 * later decision with another outcome is answered again; the same outcome is not.
 */
export async function answerNotices(desk: Pick<Desk, 'db'>, job: Job): Promise<void> {
  const outcome = await findOutcome(desk.db, job.key)
  if (outcome === 'open') return finishJob(desk.db, job)
  if (outcome === 'pending') {
    const restMs = Math.min(REST_FIRST_MS * 2 ** Math.min(job.attempt - 1, 20), REST_MAX_MS)
    return postponeJob(desk.db, job, restMs)
  }
  const isLast = await inTransaction(desk.db, (tx) => answerSome(tx, job.key, outcome))
  if (isLast) return finishJob(desk.db, job)
  await inTransaction(desk.db, async (tx) => queueJob(tx, 'answer', job.key, 'background'))
}

/** Returns the outcome of a case, as `outcomeOf` does. `open`: it is not decided. */
export async function findOutcome(db: Queryable, caseId: string): Promise<ReturnType<typeof outcomeOf>> {
  const decided = await findDecided(db, caseId)
  return decided === undefined ? 'open' : outcomeOf(decided)
}

interface Decided {
  conclusion: Conclusion
  standing: 'final' | 'proposed'
  enforcements: readonly DecidedEnforcement[]
}

/** Finds the latest decision of a closed case with the states of its enforcements, joined and standing ones included. */
const findDecided = (db: Queryable, caseId: string): Promise<Decided | undefined> =>
  db.find<Decided>(sql`
    with recursive latest as (
      select id, conclusion, standing from decision where case_id = ${caseId} order by decided_at desc, id desc limit 1),
    event as (
      select detail from case_event, latest
      where case_id = ${caseId} and kind = 'decided' and detail ->> 'decisionId' = latest.id limit 1),
    decided as (
      select id from event, jsonb_array_elements_text(coalesce(detail -> 'enforcements', '[]')
        || coalesce(detail -> 'joined', '[]') || coalesce(detail -> 'standing', '[]')) stated (id)),
    named as (
      select id collate "C" as id from decided
      -- The lesser enforcements by which appeals replaced them, again and again.
      union select lesser.id from named join appeal on appeal.enforcement_id = named.id and appeal.state = 'lessened'
        join review_case judged on judged.appeal_id = appeal.id join enforcement lesser on lesser.case_id = judged.id)
    select latest.conclusion, latest.standing, (
      select coalesce(jsonb_agg(jsonb_build_object('state', enforcement.state, 'cause', restore.cause)), '[]') from named
      join enforcement on enforcement.id = named.id
      left join enforcement_restore restore on restore.enforcement_id = enforcement.id) as enforcements
    from latest join review_case on review_case.id = ${caseId} and closed_at is not null`)

interface Answered {
  id: string
  /** True: the sender read another outcome before. */
  isChanged: boolean
  correspondentId: string | null
  subject: string
}

/** Stores the outcome of some notices, each with its letter and ledger entry. Returns true if no other is left. */
async function answerSome(tx: Tx, caseId: string, outcome: Outcome): Promise<boolean> {
  const answered = await tx.list<Answered>(sql`
    with open as (
      select id, outcome as before from notice
      where ${isAnsweredBy(caseId)} and (outcome is distinct from ${outcome} or reopened_at is not null)
      order by id limit ${ANSWERED_AT_ONCE_MAX} for update)
    update notice set outcome = ${outcome}, concluded_at = ${tx.now}, reopened_at = null,
      changed_at = case when before <> ${outcome} then ${tx.now}::timestamptz else changed_at end
    from open where notice.id = open.id
    returning notice.id, coalesce(before <> ${outcome}, false) as "isChanged", correspondent_id as "correspondentId", subject`)
  const reachable = new Set(
    await tx.listValues<string>(sql`
      select id from correspondent
      where id = any (${answered.map(({ correspondentId }) => correspondentId)}::text[]) and mark is not null`),
  )
  for (const { id, correspondentId, subject, isChanged } of answered) {
    queueEntry(tx, { kind: 'notice_answered', noticeId: id, caseId, outcome, by: DESK, subject })
    if (correspondentId !== null && reachable.has(correspondentId))
      queueLetter(tx, { correspondentId, noticeId: id, kind: isChanged ? 'changed' : 'outcome', outcome })
  }
  return answered.length < ANSWERED_AT_ONCE_MAX
}
