import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

/**
 * The most cases of one set.
 * Twin of check_case_set_member in SQL.
 */
export const SET_CASES_MAX = 100
/**
 * The most cases that one person dismisses in sets within 24 hours: a stolen session closes no whole queue.
 * Twin of check_case_set_member in SQL.
 */
export const DISMISSED_A_DAY_MAX = 300
/** The share of a set that another reviewer judges again, and at least one case of it. */
const SAMPLED_SHARE = 0.05

/** The reasons for which SQL refuses to dismiss a case in a set (`dismissal_refusal`). */
const DISMISSAL_REFUSALS = [
  'unknown',
  'closed',
  'not_at_work',
  'not_yours',
  'protected',
  'danger',
  'appeal',
  'escalated',
  'held',
  'legal',
] as const
type DismissalRefusal = (typeof DISMISSAL_REFUSALS)[number]

export interface SetCase {
  id: string
  subject: string
  refusal: DismissalRefusal | null
}

/**
 * Locks the cases until the transaction ends, in the order of their subjects as every transaction does, and checks
 * whether each may be dismissed.
 */
export async function lockCasesOfSet(tx: Tx, caseIds: readonly string[], staffId: string): Promise<SetCase[]> {
  // There are two statements, because the second must read what was committed while the first waited.
  await tx.query(sql`select from review_case where id = any (${caseIds}) order by subject for update`)
  return tx.list<SetCase>(sql`
    select asked.id, coalesce(candidate.subject, '') as subject, dismissal_refusal(asked.id, ${staffId}) as refusal
    from unnest(${caseIds}::text[]) with ordinality asked(id, place)
    left join review_case candidate on candidate.id = asked.id order by asked.place`)
}

export const countDismissedToday = (db: Queryable, staffId: string): Promise<number> =>
  db.onlyValue<number>(sql`select dismissed_today(${staffId})`)

export const insertSet = (tx: Tx, staffId: string, reason: string): Promise<string> =>
  tx.onlyValue<string>(sql`insert into case_set (dismissed_by, reason) values (${staffId}, ${reason}) returning id`)

interface NewMember {
  caseId: string
  decisionId: string
}

/** Adds the decided cases to a set while they are open, and draws the blind sample among them. */
export async function insertMembers(tx: Tx, setId: string, members: readonly NewMember[]): Promise<void> {
  const sampled = Math.max(1, Math.ceil(members.length * SAMPLED_SHARE))
  await tx.query(sql`
    insert into case_set_member (decision_id, set_id, case_id, sampled)
    select "decisionId", ${setId}, "caseId", row_number() over (order by random()) <= ${sampled}
    from json_to_recordset(${JSON.stringify(members)}::json) member("caseId" text, "decisionId" text)`)
}

interface CaseSet {
  id: string
  dismissedBy: string
  undoneAt: Date | null
}

export async function lockSet(tx: Tx, setId: string): Promise<CaseSet | undefined> {
  return tx.find<CaseSet>(sql`
    select id, dismissed_by as "dismissedBy", undone_at as "undoneAt" from case_set where id = ${setId} for update`)
}

export async function updateUndone(tx: Tx, setId: string, staffId: string): Promise<void> {
  await tx.query(sql`update case_set set undone_by = ${staffId}, undone_at = desk_now() where id = ${setId}`)
}

/**
 * Opens the cases of a set again that no person has touched since: those still closed by the set's decision, and
 * without another open case of their subject. Returns their ids, and the number of the others.
 */
export async function reopenUntouched(tx: Tx, setId: string): Promise<{ opened: string[]; touched: number }> {
  await tx.query(sql`
    select from review_case where id in (select case_id from case_set_member where set_id = ${setId})
    order by subject for update`)
  const opened = await tx.listValues<string>(sql`
    update review_case candidate set state = 'open', closed_at = null
    from case_set_member member
    where member.set_id = ${setId} and candidate.id = member.case_id and candidate.state = 'closed'
      and not exists (select from decision later join decision mine on mine.id = member.decision_id
        where later.case_id = candidate.id and later.id <> mine.id and later.decided_at >= mine.decided_at)
      and not exists (select from review_case other
        where other.subject = candidate.subject and other.closed_at is null and other.appeal_id is null)
    returning candidate.id`)
  const all = await tx.onlyValue<number>(sql`
    select count(*)::integer from case_set_member where set_id = ${setId}`)
  return { opened, touched: all - opened.length }
}
