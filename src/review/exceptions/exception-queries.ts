import sql, { join, type Sql } from 'sql-template-tag'
import { ascending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import type { AssessmentText } from '../../enforcement/gate-queries.ts'
import { listHiddenActors } from '../../enforcement/approve/kept-from.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { MAY_OPEN } from '../../cases/claims/who-fits.ts'

/** A content that breaks a policy and stays up, because two people found a public interest in it. */
export interface Exception {
  id: string
  decisionId: string
  caseId: string
  subject: string
  accountId: string | null
  policyId: string
  assessment: AssessmentText
  proposedBy: string
  agreedBy: string
  agreedAt: Date
  reviewBy: Date
  overdue: boolean
  endedBy: string | null
  endedAt: Date | null
  endReason: string | null
}

const OVERDUE = sql`held.ended_at is null and held.review_by <= desk_now()`

const EXCEPTION = sql`held.id, held.decision_id as "decisionId", held.case_id as "caseId", held.subject,
  held.account_id as "accountId", held.policy_id as "policyId", jsonb_build_object('whoSpeaks', held.who_speaks,
    'publicInterest', held.public_interest, 'harm', held.harm, 'alternatives', held.alternatives) as assessment,
  held.proposed_by as "proposedBy", held.agreed_by as "agreedBy", held.agreed_at as "agreedAt",
  held.review_by as "reviewBy", ${OVERDUE} as overdue, held.ended_by as "endedBy", held.ended_at as "endedAt",
  held.end_reason as "endReason"`

/** Selects the exceptions from cases that this person may open. */
const seenBy = (staffId: string): Sql => sql`
  newsworthy_exception held join staff person on person.id = ${staffId}
    join review_case candidate on candidate.id = held.case_id and ${MAY_OPEN}`

/**
 * Returns, by exception, the people whose acts are hidden from this person, who may be asked for an independent review
 * there.
 */
export async function listKeptFrom(
  db: Queryable,
  staffId: string,
  exceptionIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { rows } = await db.query<{ id: string; kept: string[] }>(sql`
    select id, ${listHiddenActors(staffId, sql`subject`, sql`account_id`)} as kept
    from newsworthy_exception where id = any (${exceptionIds})`)
  return new Map(rows.map(({ id, kept }) => [id, new Set(kept)]))
}

/** Inserts an exception by the person who just agreed to it. A trigger compares it with the proposal. */
export async function insertException(
  tx: Tx,
  { decisionId, reviewBy, signatureId }: { decisionId: string; reviewBy: Date; signatureId: string },
): Promise<Exception> {
  return tx.only<Exception>(sql`
    insert into newsworthy_exception as held (decision_id, case_id, subject, account_id, policy_id, who_speaks,
      public_interest, harm, alternatives, proposed_by, agreed_by, signature_id, review_by)
    select decision.id, candidate.id, candidate.subject, candidate.account_id, decision.policy_id,
      assessment ->> 'whoSpeaks', assessment ->> 'publicInterest', assessment ->> 'harm', assessment ->> 'alternatives',
      decision.staff_id, asked.answered_by, ${signatureId}, ${reviewBy}
    from decision join case_escalation asked on asked.decision_id = decision.id
      join review_case candidate on candidate.id = decision.case_id
    where decision.id = ${decisionId}
    returning ${EXCEPTION}`)
}

interface ExceptionFilter {
  overdue: boolean | undefined
  ended: boolean
}

/** Lists one page of the exceptions this person may see, by the time of their review, so overdue ones come first. */
export async function listExceptions(
  db: Queryable,
  staffId: string,
  { overdue, ended }: ExceptionFilter,
  page: PageRequest,
): Promise<PageOf<Exception>> {
  const conditions = [sql`(held.ended_at is not null) = ${ended}::boolean`]
  if (overdue !== undefined) conditions.push(sql`(${OVERDUE}) = ${overdue}::boolean`)
  const rows = sql`select ${EXCEPTION} from ${seenBy(staffId)} where ${join(conditions, ' and ')}`
  const key = [ascending(sql`listed."reviewBy"`, 'time'), ascending(sql`listed.id`, 'text')]
  return selectPage<Exception>(db, { rows, key }, page)
}

export interface ExceptionCount {
  policyId: string
  standing: number
  overdue: number
  ended: number
}

/** Counts the exceptions of each policy. An overdue one stays in effect. */
export async function countExceptions(db: Queryable, staffId: string): Promise<ExceptionCount[]> {
  return db.list<ExceptionCount>(sql`
    select held.policy_id as "policyId", count(*) filter (where held.ended_at is null) as standing,
      count(*) filter (where ${OVERDUE}) as overdue, count(held.ended_at) as ended
    from ${seenBy(staffId)} group by held.policy_id order by held.policy_id`)
}

/** Locks an exception that this person may see. */
export async function lockException(tx: Tx, exceptionId: string, staffId: string): Promise<Exception | undefined> {
  return tx.find<Exception>(sql`
    select ${EXCEPTION} from ${seenBy(staffId)} where held.id = ${exceptionId} for update of held`)
}

export async function updateEnded(
  tx: Tx,
  ended: { exceptionId: string; staffId: string; reason: string },
): Promise<Exception> {
  return tx.only<Exception>(sql`
    update newsworthy_exception held set ended_by = ${ended.staffId}, ended_at = desk_now(), end_reason = ${ended.reason}
    where held.id = ${ended.exceptionId} returning ${EXCEPTION}`)
}

/** Marks overdue exceptions that raised no alert yet, and returns them, at most `limit`, the longest overdue first. */
export async function updateOverdueTold(tx: Tx, limit: number): Promise<Exception[]> {
  return tx.list<Exception>(sql`
    with missed as (
      select id from newsworthy_exception held where ${OVERDUE} and overdue_told_at is null
      order by review_by, id limit ${limit} for update skip locked)
    update newsworthy_exception held set overdue_told_at = desk_now() from missed where held.id = missed.id
    returning ${EXCEPTION}`)
}
