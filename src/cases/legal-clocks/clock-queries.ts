import sql from 'sql-template-tag'
import {
  ascending,
  descending,
  type PageOf,
  type PageRequest,
  selectPage,
} from '../../foundation/database/select-page.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { AT_THEIR_PLACE } from '../claims/who-fits.ts'
import type { LegalTimeOf } from './legal-times.ts'

export interface LegalClock {
  id: string
  subject: string
  policyId: string
  caseId: string
  cause: string
  knownAt: Date
  dueAt: Date
}

/**
 * The end of a legal clock. met: read to be out of sight; decided: not what the law asks for; answered: the authority
 * was told; contested: the desk told it that it can't comply.
 */
export const CLOCK_ENDS = ['met', 'decided', 'answered', 'contested'] as const
export type ClockEnd = (typeof CLOCK_ENDS)[number]
type ListedClock = LegalClock & { missedAt: Date | null; endedAt: Date | null; how: ClockEnd | null }

const CLOCK = sql`id, subject, policy_id as "policyId", case_id as "caseId", cause, known_at as "knownAt", due_at as "dueAt"`

/** A legal clock to start. `cause`: the order, request or signal that starts it, at the time of its receipt. */
export type StartedClock = LegalTimeOf & { subject: string; caseId: string; cause: string }

/** Starts legal clocks whose cases are locked; a running clock continues. Returns the started ones. */
export async function insertClocks(tx: Tx, clocks: readonly StartedClock[]): Promise<LegalClock[]> {
  return tx.list<LegalClock>(prepared('insert-legal-clocks')`
    insert into legal_clock (subject, policy_id, case_id, cause, known_at, page_at, due_at)
    select subject, "policyId", "caseId", cause, began, began + ("dueMs" - "pageLeftMs") * interval '1 ms', began + "dueMs" * interval '1 ms'
    from json_to_recordset(${JSON.stringify(clocks)}::json)
      given(subject text, "policyId" text, "caseId" text, cause text, "dueMs" bigint, "pageLeftMs" bigint)
    cross join lateral clock_cause_received_at(cause, subject, "policyId") began
    order by subject collate "C", "policyId"
    on conflict (subject, policy_id, (case when starts_with(cause, 'order_') then cause else '' end)) where ended_at is null do nothing
    returning ${CLOCK}`)
}

/** Ends the legal clocks of a content that a decision ruled out. The clock of policy `stays` continues. */
export async function endDecided(tx: Tx, subject: string, stays: string | null): Promise<LegalClock[]> {
  return tx.list<LegalClock>(prepared('end-decided-clocks')`
    update legal_clock set ended_at = desk_now(), how = 'decided', missed_at = coalesce(missed_at, ${LATE})
    where subject = ${subject} and ended_at is null and policy_id is distinct from ${stays} and ${NOT_INFORMATION}
    returning ${CLOCK}`)
}

/**
 * Ends the legal clocks of a subject that the platform shows as offline: of a content, or of all contents of an
 * account.
 */
export async function endMet(tx: Tx, { kind, id }: { kind: 'account' | 'content'; id: string }): Promise<LegalClock[]> {
  return tx.list<LegalClock>(prepared('end-met-clocks')`
    update legal_clock set ended_at = desk_now(), how = 'met', missed_at = coalesce(missed_at, ${LATE})
    where ended_at is null and ${NOT_INFORMATION} and subject in (
      select 'content:' || ${id} where ${kind} = 'content'
      union all select 'account:' || ${id} where ${kind} = 'account'
      union all select 'content:' || content.id from content where ${kind} = 'account' and content.account_id = ${id})
    returning ${CLOCK}`)
}
/** An order to provide information ends with its answer alone: no effect on what it names answers it. */
const NOT_INFORMATION = sql`not exists (
  select from authority_order known where known.id = legal_clock.cause and known.kind = 'information')`
const LATE = sql`case when desk_now() > due_at then desk_now() end`

/** Marks legal clocks whose due time has passed as missed, each once. */
export async function updateMissed(tx: Tx, limit: number): Promise<LegalClock[]> {
  const { rows } = await tx.query<LegalClock>(sql`
    update legal_clock set missed_at = desk_now()
    where id in (select id from legal_clock
      where ended_at is null and missed_at is null and due_at <= desk_now() order by due_at limit ${limit} for update skip locked)
    returning ${CLOCK}`)
  return rows.sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
}

/** Marks legal clocks as alerted. Once one is near, it and those that follow closely share an alert. */
export async function updateTold(
  tx: Tx,
  { aheadMs, limit }: { aheadMs: number; limit: number },
): Promise<LegalClock[]> {
  const { rows } = await tx.query<LegalClock>(sql`
    update legal_clock set told_at = desk_now()
    where exists (select from legal_clock near where near.ended_at is null and near.told_at is null and near.page_at <= desk_now())
      and id in (select id from legal_clock
        where ended_at is null and told_at is null and page_at <= desk_now() + ${aheadMs} * interval '1 ms'
        order by due_at limit ${limit} for update skip locked)
    returning ${CLOCK}`)
  return rows.sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
}

/**
 * Moves cases with a near legal clock to the front, and back once the clock has ended. Locked cases are skipped until
 * the next run.
 */
export async function placePressing(tx: Tx, limit: number): Promise<void> {
  await tx.query(sql`
    with near as materialized (
      select subject, min(due_at) as due_at from legal_clock where ended_at is null and page_at <= desk_now() group by subject),
    misplaced as (
      select candidate.id, near.due_at from review_case candidate join near on near.subject = candidate.subject
      where candidate.closed_at is null and candidate.pressing_due_at is distinct from near.due_at
      union all
      select candidate.id, null from review_case candidate
      where candidate.pressing_due_at is not null and not exists (select from near where near.subject = candidate.subject)),
    free as (
      select review_case.id, misplaced.due_at from review_case join misplaced using (id)
      order by review_case.subject limit ${limit} for no key update of review_case skip locked)
    update review_case set pressing_due_at = free.due_at from free where review_case.id = free.id`)
}

/** Lists running legal clocks by due time, or missed ones newest first, of cases at this person's site. */
export async function listClocks(
  db: Queryable,
  { missed, staffId }: { missed: boolean; staffId: string },
  page: PageRequest,
): Promise<PageOf<ListedClock>> {
  const columns = sql`${CLOCK}, missed_at as "missedAt", ended_at as "endedAt", how`
  const theirs = sql`exists (select from review_case candidate join staff person on person.id = ${staffId}
    where candidate.id = legal_clock.case_id and ${AT_THEIR_PLACE})`
  const which = missed ? sql`missed_at is not null` : sql`ended_at is null`
  const rows = sql`select ${columns} from legal_clock where ${which} and ${theirs}`
  const towards = missed ? descending : ascending
  const key = [towards(sql`listed."dueAt"`, 'time'), towards(sql`listed.id`, 'text')]
  return selectPage<ListedClock>(db, { rows, key }, page)
}
