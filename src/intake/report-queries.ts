import type { Tx } from '../lib/db.ts'
import { prepared } from '../lib/prepared.ts'
import type { CaseRoute } from '../queue/route-case.ts'
import type { Evidence } from './check-evidence.ts'

/** What became of a report when it was received. */
export interface ReceivedReport {
  bodyHash: Buffer
  reportId: string
  caseId: string
  receivedAt: Date
}

/** Under which id of which key a report is known. */
export interface ReportName {
  keyId: string
  clientId: string
}
export const nameKey = ({ keyId, clientId }: ReportName): string => `${keyId} ${clientId}`

/** The reports that were received under these names before. */
export async function listReceived(tx: Tx, names: readonly ReportName[]): Promise<Map<string, ReceivedReport>> {
  const { rows } = await tx.query<ReceivedReport & ReportName>(prepared('list-received')`
    select k.key_id as "keyId", k.client_id as "clientId", k.body_hash as "bodyHash", k.report_id as "reportId",
      k.case_id as "caseId", k.received_at as "receivedAt"
    from unnest(${names.map(({ keyId }) => keyId)}::text[], ${names.map(({ clientId }) => clientId)}::text[])
      given(key_id, client_id)
    join report_key k on k.key_id = given.key_id and k.client_id = given.client_id`)
  return new Map(rows.map((row) => [nameKey(row), row]))
}

export interface KnownContent {
  accountId: string
  language: string | null
}

/** Whose these contents are, and in which language, as far as the desk knows them. */
export async function listContents(tx: Tx, ids: readonly string[]): Promise<Map<string, KnownContent>> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.query<KnownContent & { id: string }>(prepared('list-contents')`
    select id, account_id as "accountId", language from content where id = any (${ids})`)
  return new Map(rows.map(({ id, ...known }) => [id, known]))
}

/** A case that reports of one batch join or open. */
export interface CaseToJoin extends CaseRoute {
  subject: string
  accountId: string | null
  category: string
  language: string | null
  region: string | null
  reportCount: number
  /** Each once. */
  reporterIds: readonly string[]
}

/**
 * Joins the one open case of each subject or opens it, and locks them until the transaction ends, so that none can
 * close meanwhile; one that was just closing is waited for, and a new one opened. What a case needs is what any of its
 * reports needs: the strictest clearances, the earliest time, the highest severity. A case that opens has its reporters
 * counted; of one that was there, `countReporters` counts those that are new.
 */
export async function joinCases(
  tx: Tx,
  cases: readonly CaseToJoin[],
): Promise<Map<string, { id: string; opened: boolean }>> {
  // Lane and rank are worked out here for the whole batch. Where no such lane was made yet, a trigger makes it.
  const { rows } = await tx.query<{ id: string; subject: string; opened: boolean }>(prepared('join-cases')`
    with fresh as materialized (
      select 'c-' || nextval('review_case_seq') as id, given.*, moment.now, coalesce(account.protected, true) as protected,
        coalesce(reach_class(account.reach_counted, 'reach' = any (account.absent)), reach_class(null, false)) as reach_class,
        (select coalesce(sum(reporter_weight(record.upheld, record.decided)), 0)
          from unnest(given."reporterIds") reporter left join reporter_record record on record.reporter_id = reporter) as weight
      from json_to_recordset(${JSON.stringify(cases)}::json) given(subject text, "accountId" text, queue text, category text,
        language text, region text, clearances text[], languages text[], roles text[], employer text, site text,
        severity smallint, "dueMs" bigint, "reportCount" integer, "reporterIds" text[])
      cross join (select desk_now() as now) moment
      left join account on account.id = given."accountId"),
    joined as (
      insert into review_case (id, subject, account_id, queue, category, language, region, clearances, queue_languages,
        queue_roles, employer, site, severity, reach_class, reporter_weight, opened_at, due_at, report_count, reporter_count,
        lane, rank)
      select fresh.id, subject, "accountId", queue, category, fresh.language, region, fresh.clearances, fresh.languages,
        fresh.roles, fresh.employer, fresh.site, severity, reach_class, weight, now, now + "dueMs" * interval '1 ms',
        "reportCount", cardinality("reporterIds"), case_lane.id, case_rank(severity, reach_class, weight, 0, now)
      from fresh left join case_lane on case_lane.key = case_lane_key(lower(fresh.language), fresh.languages, fresh.roles,
        lane_clearances(fresh.clearances, '{}'), fresh.employer, fresh.site, fresh.protected)
      order by subject
      on conflict (subject) where state = 'open' do update set
        report_count = review_case.report_count + excluded.report_count,
        severity = greatest(review_case.severity, excluded.severity),
        due_at = least(review_case.due_at, excluded.due_at),
        clearances = case when excluded.clearances <@ review_case.clearances then review_case.clearances
          else array(select unnest(review_case.clearances) union select unnest(excluded.clearances) order by 1) end
      returning id, subject)
    select joined.id, joined.subject, fresh.id is not null as opened from joined left join fresh on fresh.id = joined.id`)
  return new Map(rows.map(({ subject, ...joined }) => [subject, joined]))
}

export async function insertOpened(tx: Tx, caseIds: readonly string[], by: string): Promise<void> {
  await tx.query(prepared('insert-opened')`
    insert into case_event (case_id, kind, by) select id, 'opened', ${by} from unnest(${caseIds}::text[]) id`)
}

/** Has the facts of accounts read that are unknown or older than this, unless somebody is about to. */
export async function askForFacts(
  tx: Tx,
  asked: readonly { accountId: string | null; key: string }[],
  ageMaxMs: number,
): Promise<void> {
  await tx.query(prepared('ask-for-facts')`
    insert into due (kind, key, lane)
    select distinct 'facts', asked.key, 'background'
    from json_to_recordset(${JSON.stringify(asked)}::json) asked("accountId" text, key text)
    where not exists (
      select from account where id = asked."accountId" and facts_at >= desk_now() - ${ageMaxMs} * interval '1 ms')
    order by 2
    on conflict (kind, key) do nothing`)
}

/**
 * Counts reporters of cases that are locked; the same one twice counts once, and weighs what their record says at this
 * moment. `counted`: their case opened with them, so they are only written down.
 */
export async function countReporters(
  tx: Tx,
  reports: readonly { caseId: string; reporterId: string; counted: boolean }[],
): Promise<void> {
  await tx.query(prepared('count-reporters')`
    with given as materialized (
      select distinct "caseId", "reporterId", counted
      from json_to_recordset(${JSON.stringify(reports)}::json) given("caseId" text, "reporterId" text, counted boolean)),
    written as (
      insert into case_reporter (case_id, reporter_id)
      select "caseId", "reporterId" from given order by 1, 2
      on conflict do nothing returning case_id, reporter_id),
    added as (
      select case_id, count(*) as reporters, sum(reporter_weight(record.upheld, record.decided)) as weight
      from written left join reporter_record record using (reporter_id)
      where case_id in (select "caseId" from given where not counted)
      group by case_id)
    update review_case set reporter_count = reporter_count + added.reporters,
      reporter_weight = reporter_weight + added.weight
    from added where review_case.id = added.case_id`)
}

/** A report as its row says it. */
export interface ReportRow extends ReportName {
  bodyHash: string
  caseId: string
  subject: string
  ground: string
  category: string
  keyword: string | null
  comment: string | null
  language: string | null
  region: string | null
  reporterId: string
  reportedAt: string
  account: object | null
}

/**
 * Stores reports under their names and answers the desk's id of each. Fails as a whole (unique_violation) if another
 * transaction took one of the names meanwhile.
 */
export async function insertReports(tx: Tx, reports: readonly ReportRow[]): Promise<Map<string, string>> {
  const { rows } = await tx.query<ReportName & { id: string }>(prepared('insert-reports')`
    with given as materialized (
      select 'r-' || nextval('report_seq') as id, given.*
      from json_to_recordset(${JSON.stringify(reports)}::json) given("keyId" text, "clientId" text, "bodyHash" text,
        "caseId" text, subject text, ground text, category text, keyword text, comment text, language text, region text,
        "reporterId" text, "reportedAt" timestamptz, account jsonb)),
    taken as (
      insert into report_key (key_id, client_id, body_hash, report_id, case_id, received_at)
      select "keyId", "clientId", decode("bodyHash", 'hex'), id, "caseId", ${tx.now} from given
      order by "keyId", "clientId")
    insert into report (id, received_at, key_id, client_id, case_id, subject, ground, category, keyword, comment, language,
      region, reporter_id, reported_at, account_facts)
    select id, ${tx.now}, "keyId", "clientId", "caseId", subject, ground, category, keyword, comment, language, region,
      "reporterId", "reportedAt", account
    from given
    returning key_id as "keyId", client_id as "clientId", id`)
  return new Map(rows.map((row) => [nameKey(row), row.id]))
}

export async function insertEvidence(tx: Tx, reportId: string, caseId: string, evidence: Evidence): Promise<void> {
  const bytes = evidence.class === 'sealed' ? null : evidence.bytes
  const { rows } = await tx.query<{ id: string }>(prepared('insert-evidence')`
    insert into evidence (report_id, case_id, class, media_type, sha256, bytes_count, reference)
    values (${reportId}, ${caseId}, ${evidence.class}, ${evidence.mediaType}, ${evidence.sha256}, ${bytes?.length ?? null},
      ${evidence.reference})
    returning id`)
  if (bytes === null) return
  await tx.query(prepared('insert-evidence-bytes')`
    insert into evidence_bytes (class, evidence_id, bytes) values (${evidence.class}, ${rows[0]?.id}, ${bytes})`)
}
