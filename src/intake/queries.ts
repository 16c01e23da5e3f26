import sql from 'sql-template-tag'
import type { Subject } from '../domain.ts'
import { subjectKey } from '../domain.ts'
import type { Queryable, Tx } from '../lib/db.ts'
import type { CaseRoute } from '../queue/route-case.ts'
import type { Evidence } from './check-evidence.ts'
import type { CheckedReport } from './check-report.ts'

export interface ReceivedReport {
  bodyHash: Buffer
  reportId: string
  caseId: string
  receivedAt: Date
}

/** What became of a report this key sent before. */
export async function findReceived(
  db: Queryable,
  keyId: string,
  clientId: string,
): Promise<ReceivedReport | undefined> {
  const { rows } = await db.query<ReceivedReport>(sql`
    select body_hash as "bodyHash", report_id as "reportId", case_id as "caseId", received_at as "receivedAt"
    from report_key where key_id = ${keyId} and client_id = ${clientId}`)
  return rows[0]
}

export interface Ground {
  /** The account itself or the content's; null: the desk does not know the content. */
  accountId: string | null
  /** The content's own, where it is known. */
  language: string | null
  inFuture: boolean
}

/** What the desk knows of a report's subject, and whether the report is more than so far from the future. */
export async function findGround(tx: Tx, subject: Subject, reportedAt: Date, skewMs: number): Promise<Ground> {
  const { rows } = await tx.query<Ground>(sql`
    select case when ${subject.kind} = 'account' then ${subject.id} else content.account_id end as "accountId",
      content.language, ${reportedAt} > desk_now() + ${skewMs} * interval '1 ms' as "inFuture"
    from (select) nothing left join content on ${subject.kind} = 'content' and content.id = ${subject.id}`)
  const [row] = rows
  if (row === undefined) throw new Error('a left join of one row answered none')
  return row
}

export interface NewCase extends CaseRoute {
  subject: string
  accountId: string | null
  category: string
  language: string | null
  region: string | null
}

/**
 * Joins the one open case of the subject or opens it, and locks it until the transaction ends, so that it can't close
 * meanwhile. A case that was just closing when we came is waited for, and a new one opened.
 */
export async function joinCase(tx: Tx, draft: NewCase): Promise<{ id: string; opened: boolean }> {
  // A case needs what any of its reports needs: the strictest clearances, the earliest time, the highest rank.
  const { rows } = await tx.query<{ id: string; opened: boolean }>(sql`
    with fresh as (select 'c-' || nextval('review_case_seq') as id)
    insert into review_case (id, subject, account_id, queue, category, language, region, clearances, rank, due_at,
      report_count)
    select fresh.id, ${draft.subject}, ${draft.accountId}, ${draft.queue}, ${draft.category}, ${draft.language},
      ${draft.region}, ${draft.clearances}, ${draft.rank}, desk_now() + ${draft.dueMs} * interval '1 ms', 1
    from fresh
    on conflict (subject) where state = 'open' do update set
      report_count = review_case.report_count + 1,
      rank = greatest(review_case.rank, excluded.rank),
      due_at = least(review_case.due_at, excluded.due_at),
      clearances = case when excluded.clearances <@ review_case.clearances then review_case.clearances
        else array(select unnest(review_case.clearances) union select unnest(excluded.clearances) order by 1) end
    returning id, id = (select id from fresh) as opened`)
  const [row] = rows
  if (row === undefined) throw new Error(`no case of ${draft.subject} was joined or opened`)
  return row
}

/** Counts a reporter of a case that is locked; the same one twice counts once. */
export async function countReporter(tx: Tx, caseId: string, reporterId: string): Promise<void> {
  await tx.query(sql`
    with counted as (
      insert into case_reporter (case_id, reporter_id) values (${caseId}, ${reporterId})
      on conflict do nothing returning case_id)
    update review_case set reporter_count = reporter_count + 1 where id in (select case_id from counted)`)
}

/** Stores a report under its key's id for it; undefined if that id was taken first by another transaction. */
export async function insertReport(
  tx: Tx,
  keyId: string,
  caseId: string,
  { body, bodyHash, reportedAt }: CheckedReport,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(sql`
    with taken as (
      insert into report_key (key_id, client_id, body_hash, report_id, case_id, received_at)
      values (${keyId}, ${body.id}, ${bodyHash}, 'r-' || nextval('report_seq'), ${caseId}, ${tx.now})
      on conflict (key_id, client_id) do nothing
      returning report_id, received_at)
    insert into report (id, received_at, key_id, client_id, case_id, subject, ground, category, keyword, comment, language,
      region, reporter_id, reported_at, account_facts)
    select taken.report_id, taken.received_at, ${keyId}, ${body.id}, ${caseId}, ${subjectKey(body.subject)}, ${body.ground},
      ${body.category}, ${body.keyword ?? null}, ${body.comment ?? null}, ${body.language ?? null}, ${body.region ?? null},
      ${body.reporterId}, ${reportedAt}, ${body.account === undefined ? null : JSON.stringify(body.account)}::jsonb
    from taken
    returning id`)
  return rows[0]?.id
}

export async function insertEvidence(tx: Tx, reportId: string, caseId: string, evidence: Evidence): Promise<void> {
  const bytes = evidence.class === 'sealed' ? null : evidence.bytes
  const { rows } = await tx.query<{ id: string }>(sql`
    insert into evidence (report_id, case_id, class, media_type, sha256, bytes_count, reference)
    values (${reportId}, ${caseId}, ${evidence.class}, ${evidence.mediaType}, ${evidence.sha256}, ${bytes?.length ?? null},
      ${evidence.reference})
    returning id`)
  if (bytes === null) return
  await tx.query(sql`
    insert into evidence_bytes (class, evidence_id, bytes) values (${evidence.class}, ${rows[0]?.id}, ${bytes})`)
}

export async function insertOpened(tx: Tx, caseId: string, by: string): Promise<void> {
  await tx.query(sql`insert into case_event (case_id, kind, by) values (${caseId}, 'opened', ${by})`)
}

/** Whether an account is unknown or its facts are older than this, and nobody is about to read them. */
export async function needsFacts(tx: Tx, accountId: string | null, dueKey: string, ageMaxMs: number): Promise<boolean> {
  const { rows } = await tx.query<{ needed: boolean }>(sql`
    select not exists (
        select from account where id = ${accountId} and facts_at >= desk_now() - ${ageMaxMs} * interval '1 ms')
      and not exists (select from due where kind = 'facts' and key = ${dueKey}) as needed`)
  return rows[0]?.needed ?? true
}
