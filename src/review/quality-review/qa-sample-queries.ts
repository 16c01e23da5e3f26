import sql, { raw, type Sql } from 'sql-template-tag'
import { DESK, actorKey } from '../../foundation/domain.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { IS_PROTECTED } from '../../cases/claims/who-fits.ts'
import type { Severity } from '../../policy/queues.ts'

/** A case decided without a violation, with a random number from 0 to less than 1 for the draw. */
export interface Drawn {
  decisionId: string
  caseId: string
  subject: string
  staffId: string
  decidedAt: Date
  severity: Severity
  protected: boolean
  reporters: number
  /** The average share of right reports of its reporters; 0.5 when unknown. */
  right: number
  draw: number
  /** True when the case was dismissed in a set. */
  ofSet: boolean
}

/**
 * Locks the draw until the transaction ends and returns the time up to which it is done. Undefined: another worker has
 * the lock.
 */
export async function lockDraw(tx: Tx): Promise<Date | undefined> {
  return tx.findValue<Date>(sql`select drawn_until as until from qa_sample_draw for update skip locked`)
}

export const queueDraw = (tx: Tx, until: Date): void => tx.queue(sql`update qa_sample_draw set drawn_until = ${until}`)

/**
 * Lists decisions of a period without a later one, the oldest first. It excludes cases that were QA samples already,
 * and subjects with another open case.
 */
export async function listToDraw(tx: Tx, { from, until, limit }: { from: Date; until: Date; limit: number }) {
  return tx.list<Drawn>(sql`
    select decision.id as "decisionId", candidate.id as "caseId", candidate.subject, decision.staff_id as "staffId",
      decision.decided_at as "decidedAt", candidate.severity, ${IS_PROTECTED} as protected,
      candidate.reporter_count as reporters,
      (case when candidate.reporter_count > 0 then candidate.reporter_weight / candidate.reporter_count / 2 else 0.5 end)::float8 as right,
      random() as draw,
      exists (select from case_set_member member join case_set on case_set.id = member.set_id
        where member.decision_id = decision.id and member.sampled and case_set.undone_at is null) as "ofSet"
    from decision join review_case candidate on candidate.id = decision.case_id
    where decision.decided_at > ${from} and decision.decided_at <= ${until} and decision.conclusion = 'no_violation'
      and candidate.state = 'closed'
      and not exists (select from decision later where later.case_id = decision.case_id and later.decided_at > decision.decided_at)
      and not exists (select from qa_sample where case_id = decision.case_id)
      and not exists (select from review_case other where other.subject = candidate.subject and other.closed_at is null and other.appeal_id is null)
    order by decision.decided_at, decision.id limit ${limit}`)
}

/**
 * Opens the case again for a reviewer other than the first, and returns the id of its event; undefined: it is open
 * already. Throws when a report opens another case of its subject at this moment.
 */
export async function openForQaSample(
  tx: Tx,
  { caseId, staffId, decisionId }: Drawn,
  { why, dueAt }: { why: string; dueAt: Date },
): Promise<string | undefined> {
  return tx.findValue<string>(sql`
    with opened as (
      update review_case set state = 'open', closed_at = null, due_at = ${dueAt}, missed_due_at = null,
        not_for = array[${staffId}::text]
      where id = ${caseId} and state = 'closed' returning id),
    told as (
      insert into case_event (case_id, kind, by, detail)
      select id, 'qa_sample', ${actorKey(DESK)}, ${JSON.stringify({ decisionId, why })} from opened returning id)
    insert into qa_sample (decision_id, case_id, first_reviewer, why, event_id, due_at)
    select ${decisionId}, ${caseId}, ${staffId}, ${why}, id, ${dueAt} from told returning case_id as id`)
}

/** Ends the QA sample of a case with the case's last decision. A case that is no sample is unchanged. */
export function queueSampleEnd(tx: Tx, caseId: string): void {
  tx.queue(prepared('end-qa-sample')`
    update qa_sample set looked_at = desk_now(),
      answer_id = (select id from decision where case_id = ${caseId} order by decided_at desc, id desc limit 1)
    where case_id = ${caseId} and looked_at is null`)
}

/** SQL condition: the first reviewer is excluded from a case while it waits as a QA sample. */
export const NOT_FIRST_AGAIN = raw(`coalesce((select array[first_reviewer] from qa_sample
  where qa_sample.case_id = review_case.id and looked_at is null), '{}')`)

/** SQL condition: a `decision` is hidden from this person until the quality review. */
export const isLookedAtAgain = (staffId: string): Sql => sql`exists (select from qa_sample
  where qa_sample.case_id = decision.case_id and qa_sample.looked_at is null and decision.decided_at <= qa_sample.asked_at
    and qa_sample.first_reviewer <> ${staffId})`

/**
 * SQL condition: an `event` is older than the QA sample, except for the case's opening: a QA sample looks like a new
 * case.
 */
export const isBeforeQaSample = (staffId: string): Sql => sql`(event.kind <> 'opened' and exists (select from qa_sample
  where qa_sample.case_id = event.case_id and qa_sample.looked_at is null and event.id <= qa_sample.event_id
    and qa_sample.first_reviewer <> ${staffId}))`
