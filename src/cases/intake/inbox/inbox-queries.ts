import { queueAlertEntry } from '../../../alerts/alert.ts'
import type { Tx } from '../../../foundation/database/db.ts'
import { prepared } from '../../../foundation/database/prepared.ts'

/** A report for the inbox. */
export interface RowToWait {
  id: string
  keyId: string
  clientId: string
  /** In hex. */
  bodyHash: string
  subject: string
  report: object
  traceparent: string | undefined
}

/** Stores reports in the inbox with their keys. Fails with unique_violation like `queueReports`. */
export function queueWaiting(tx: Tx, rows: readonly RowToWait[]): void {
  if (rows.length === 0) return
  tx.queue(prepared('insert-waiting')`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) given(id text, "keyId" text, "clientId" text,
        "bodyHash" text, subject text, report jsonb, traceparent text)),
    taken as (
      insert into report_key (key_id, client_id, body_hash, report_id, received_at)
      select "keyId", "clientId", decode("bodyHash", 'hex'), id, ${tx.now} from given order by "keyId", "clientId")
    insert into report_inbox (report_id, received_at, due_at, key_id, body_hash, subject, report, traceparent)
    select id, ${tx.now}, ${tx.now}, "keyId", decode("bodyHash", 'hex'), subject, report, traceparent from given`)
}

/** A report in the inbox. */
export interface WaitingRow {
  id: string
  reportId: string
  receivedAt: Date
  keyId: string
  bodyHash: Buffer
  subject: string
  report: unknown
  traceparent: string | null
  /** The error with which the database refused it before. */
  sqlState: string | null
}

/** Locks the next reports that no other process joins now, oldest first, without those about some subjects. */
export function listWaiting(
  tx: Tx,
  { without, ageMs, max }: { without: readonly string[]; ageMs: number; max: number },
): Promise<{ id: string; subject: string }[]> {
  return tx.list(prepared('list-waiting')`
    with clock as materialized (select desk_now() as now)
    select id::text, subject from report_inbox
    where due_at <= (select now - ${ageMs} * interval '1 ms' from clock) and subject <> all (${without}::text[])
    order by report_inbox.id limit ${max} for update skip locked`)
}

/**
 * Locks reports of more than an hour ago that no other process joins now, in any order, and makes them due. So a forged
 * delay ends.
 */
export function listPutOff(tx: Tx, max: number): Promise<{ id: string; subject: string }[]> {
  return tx.list(prepared('list-put-off')`
    with late as materialized (
      select id from report_inbox where received_at < desk_now() - interval '1 hour' and due_at < 'infinity'
      order by random() limit ${max} for update skip locked)
    update report_inbox set due_at = least(due_at, desk_now()) from late where report_inbox.id = late.id
    returning report_inbox.id::text, subject`)
}

/** Lists the first of these reports, in order, up to a number of bytes and at least one. */
export function listBodies(tx: Tx, ids: readonly string[], bytesMax: number): Promise<WaitingRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return tx.list<WaitingRow>(prepared('list-waiting-bodies')`
    with sized as (
      select id, case when pg_column_compression(report) is null then pg_column_size(report)
        else octet_length(report::text) end as bytes
      from report_inbox where id = any (${ids}::bigint[])),
    first as materialized (
      select id from (select id, sum(bytes) over (order by id) - bytes as before from sized) summed
      where before < ${bytesMax})
    select id::text, report_id as "reportId", received_at as "receivedAt", key_id as "keyId", body_hash as "bodyHash", subject,
      report, traceparent, sql_state as "sqlState"
    from first join report_inbox using (id) order by first.id`)
}

/** Locks the open cases of these subjects. Returns the subjects whose case another transaction holds, without waiting. */
export async function listHeld(tx: Tx, subjects: readonly string[]): Promise<ReadonlySet<string>> {
  if (subjects.length === 0) return new Set()
  const held = await tx.listValues<string>(prepared('list-held')`
    select given.subject from (select distinct subject from unnest(${subjects}::text[]) subject order by 1) given
    cross join lateral (select id from review_case open where open.subject = given.subject and closed_at is null
      and appeal_id is null limit 1) open
    left join lateral (select id from review_case where review_case.id = open.id for no key update skip locked) mine on true
    where mine.id is null`)
  return new Set(held)
}

/** Removes reports that this transaction stored with their cases. */
export function queueExit(tx: Tx, ids: readonly string[]): void {
  tx.queue(prepared('leave-inbox')`delete from report_inbox where id = any (${ids}::bigint[])`)
}

/** Stores the words of those of these reports that the indexing of new ones may have passed. PostgreSQL finds them now. */
export function queueLateWords(tx: Tx, late: readonly { reportId: string; receivedAt: Date }[]): void {
  tx.queue(prepared('index-late')`
    select index_late_comments(${late.map(({ reportId }) => reportId)}::text[],
      ${late.map(({ receivedAt }) => receivedAt)}::timestamptz[])`)
}

/** Lets a report wait before the next attempt. `sqlState`: the database refused it. */
export function queueDelay(tx: Tx, id: string, delayMs: number, sqlState: string | null): void {
  tx.queue(prepared('delay-waiting')`
    update report_inbox set due_at = desk_now() + ${delayMs} * interval '1 ms', sql_state = ${sqlState}
    where id = ${id}::bigint`)
}

/** Alerts the leads, at most once an hour, of refused reports or of reports that have waited for minutes. */
export async function alertInbox(tx: Tx, kind: 'set_aside' | 'reports_wait'): Promise<void> {
  const why = await tx.onlyValue<string | null>(prepared('alert-inbox')`select alert_inbox(${kind})`)
  if (why !== null) queueAlertEntry(tx, { why }, 'role:lead')
}
