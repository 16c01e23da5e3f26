import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { ReportContent } from '../../ledger/entries/content-hash.ts'
import type { CaseRoute } from '../routing/route-case.ts'
import type { Evidence } from './check-evidence.ts'

/** The stored outcome of a received report. */
export interface ReceivedReport {
  bodyHash: Buffer
  reportId: string
  /** Null: it waits for its case in the inbox. */
  caseId: string | null
  receivedAt: Date
}

/** The API key and the sender's own id of a report. */
interface ReportName {
  keyId: string
  clientId: string
}
export const nameKey = ({ keyId, clientId }: ReportName): string => `${keyId} ${clientId}`

/**
 * Forces generic plans for filled tables in this transaction, once per connection. Otherwise PostgreSQL plans each
 * batch anew, which takes as long as storing it, or keeps a plan made for empty tables.
 */
export function queueGenericPlan(tx: Tx): void {
  tx.queue(prepared('plan-once')`
    select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true)`)
}

/** Bounds the wait for a row in this transaction. A longer wait fails with lock_not_available. */
export function queueLockTimeout(tx: Tx, ms: number): void {
  tx.queue(prepared('wait-shortly')`select set_config('lock_timeout', ${`${ms}ms`}, true)`)
}

/** Finds the reports that were already received under these ids. */
export async function listReceived(tx: Tx, names: readonly ReportName[]): Promise<Map<string, ReceivedReport>> {
  const { rows } = await tx.query<ReceivedReport & ReportName>(prepared('list-received')`
    select k.key_id as "keyId", k.client_id as "clientId", k.body_hash as "bodyHash", k.report_id as "reportId",
      coalesce(k.case_id, (select case_id from report where report.received_at = k.received_at and report.id = k.report_id))
        as "caseId", k.received_at as "receivedAt"
    from unnest(${names.map(({ keyId }) => keyId)}::text[], ${names.map(({ clientId }) => clientId)}::text[])
      given(key_id, client_id)
    cross join lateral (
      select * from report_key known where known.key_id = given.key_id and known.client_id = given.client_id limit 1) k`)
  return new Map(rows.map((row) => [nameKey(row), row]))
}

export interface KnownContent {
  accountId: string
  language: string | null
  itemType: string | null
}

/** Returns the stored authors, languages and item types of these contents. */
export async function listContents(tx: Tx, ids: readonly string[]): Promise<Map<string, KnownContent>> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.query<KnownContent & { id: string }>(prepared('list-contents')`
    select id, account_id as "accountId", language, item ->> 'type' as "itemType" from content where id = any (${ids})`)
  return new Map(rows.map(({ id, ...known }) => [id, known]))
}

/** Locks the open case of a subject, held or not, and returns its id while a person holds it. */
export async function lockHeldCase(tx: Tx, subject: string): Promise<string | undefined> {
  const open = await tx.find<{ id: string; held: boolean }>(prepared('lock-held-case')`
    select id, coalesce(claimed_until > desk_now(), false) as held from review_case
    where subject = ${subject} and closed_at is null and appeal_id is null for no key update`)
  return open?.held ? open.id : undefined
}

/** A case that reports of one batch join or open. */
export interface CaseToJoin extends CaseRoute {
  subject: string
  accountId: string | null
  category: string
  language: string | null
  region: string | null
  reportCount: number
  /** The hours by which the case counts as older. */
  boostHours: number
  /** The reporters, each once. */
  reporterIds: readonly string[]
  /** The times of the first and the last of its reports that waited in the inbox. Missing: all come now. */
  firstAt?: string
  lastAt?: string
}

/**
 * Thrown when a concurrent transaction opened a case of the same subject, or ended the pause of a sender: a retry finds
 * what it did.
 */
export class OpenedMeanwhile extends Error {}

/**
 * Joins or opens the one open case of each subject, counts its reports and new reporters, and locks it until the
 * transaction ends, so that it cannot close. It waits for a case that is closing and opens a new one. A case takes the
 * strictest clearances, the earliest due time and the highest severity of its reports. A reporter counts once per case,
 * weighted by their current record. Throws `OpenedMeanwhile`.
 */
export async function joinCases(
  tx: Tx,
  cases: readonly CaseToJoin[],
  by: string,
): Promise<Map<string, { id: string; opened: boolean }>> {
  // Computes partition and rank for the whole batch; a trigger creates a missing partition. Lookups are row by row, so a plan
  // made on empty tables stays right on full ones.
  const { rows } = await tx.query<{ id: string; subject: string; opened: boolean; raced: boolean }>(prepared(
    'join-cases',
  )`
    with given as materialized (
      select given.*, there.id is null as fresh, coalesce(there.id, 'case_' || nextval('review_case_seq')) as id, desk_now() as now
      from (select * from jsonb_to_recordset(${JSON.stringify(cases)}::jsonb) given(subject text, "accountId" text, queue text,
          category text, language text, region text, clearances text[], languages text[], roles text[], employer text,
          site text, severity smallint, "dueMs" bigint, "reportCount" integer, "boostHours" double precision, "reporterIds" text[],
          "firstAt" timestamptz, "lastAt" timestamptz) order by subject collate "C") given
      left join lateral (
        select id from review_case open where open.subject = given.subject and closed_at is null and appeal_id is null
        limit 1 for no key update) there on true),
    written as (
      insert into case_reporter (case_id, reporter_id)
      select id, reporter_id from given cross join unnest("reporterIds") reporter_id order by 1, 2
      on conflict do nothing returning case_id, reporter_id),
    weighed as materialized (
      select case_id as id, count(*) as reporters, sum(coalesce((
        select reporter_weight(upheld, decided) from reporter_record record where record.reporter_id = written.reporter_id),
        reporter_weight(0, 0))) as weight
      from written group by case_id),
    facing as materialized (
      select given.*, coalesce(reporters, 0) as reporters, coalesce(weight, 0) as weight,
        coalesce((select protected from account where account.id = given."accountId"), true)
          or has_protected_former_author(given.subject) as protected,
        coalesce((select reach_class(reach_counted, 'reach' = any (absent)) from account where account.id = given."accountId"),
          reach_class(null, false)) as reach_class
      from given left join weighed using (id)),
    joined as (
      insert into review_case (id, subject, account_id, queue, category, language, region, clearances, queue_languages,
        queue_roles, employer, site, severity, reach_class, reporter_weight, rank_boost_hours, opened_at, due_at, report_count, reporter_count,
        reported_at, partition_id, precedence, rank)
      select id, subject, "accountId", queue, category, language, region, clearances, languages, roles, employer, site,
        severity, reach_class, weight, "boostHours", now, coalesce("firstAt", now) + "dueMs" * interval '1 ms', "reportCount", reporters,
        case when "reportCount" > 0 then coalesce("lastAt", ${tx.now}::timestamptz) end,
        case when fresh then (select case_partition.id from case_partition where key = case_partition_key(lower(facing.language),
          facing.languages, facing.roles, partition_clearances(facing.clearances, '{}'), facing.employer, facing.site,
          facing.protected, is_severe(facing.severity), case_precedence(facing.category, facing.severity, facing.weight, facing.reporters::integer),
          platform => platform_of_subject(facing.subject))) else 0 end,
        case_precedence(facing.category, facing.severity, facing.weight, facing.reporters::integer),
        case_rank(severity, reach_class, weight, "boostHours", now)
      from facing order by subject collate "C"
      on conflict (subject) where closed_at is null and appeal_id is null do update set
        report_count = review_case.report_count + excluded.report_count,
        reporter_count = review_case.reporter_count + excluded.reporter_count,
        reported_at = greatest(review_case.reported_at, excluded.reported_at),
        reporter_weight = review_case.reporter_weight + excluded.reporter_weight,
        severity = greatest(review_case.severity, excluded.severity),
        rank_boost_hours = greatest(review_case.rank_boost_hours, excluded.rank_boost_hours),
        due_at = least(review_case.due_at, excluded.due_at),
        clearances = case when excluded.clearances <@ review_case.clearances then review_case.clearances
          else array(select unnest(review_case.clearances) union select unnest(excluded.clearances) order by 1) end
      returning id, subject),
    told as (insert into case_event (case_id, kind, by) select given.id, 'opened', ${by} from given join joined using (id) where fresh)
    select given.id, subject, fresh as opened, joined.id <> given.id as raced from given join joined using (subject)`)
  if (rows.some(({ raced }) => raced)) throw new OpenedMeanwhile()
  return new Map(rows.map(({ id, subject, opened }) => [subject, { id, opened }]))
}

/**
 * Enqueues jobs that read the facts of accounts that are unknown or older than this. A pending job is not duplicated.
 */
export function queueFactsJobs(
  tx: Tx,
  asked: readonly { accountId: string | null; key: string }[],
  ageMaxMs: number,
): void {
  tx.queue(prepared('ask-for-facts')`
    insert into job (kind, key, priority)
    select distinct 'facts', asked.key, 'background'
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) asked("accountId" text, key text)
    where (select facts_at >= desk_now() - ${ageMaxMs} * interval '1 ms' from account where id = asked."accountId") is not true
    order by 2
    on conflict (kind, key) do nothing`)
}

/** The delay of automation rules after a report, so that one run covers several reports. No report waits for a rule. */
const ASKED_AFTER_MS = 1_000

/**
 * Enqueues jobs that run the automation rules on these subjects. A pending job is kept; a running one is scheduled
 * again.
 */
export function queueRuleJobs(tx: Tx, subjects: readonly string[]): void {
  tx.queue(prepared('ask-rules-later')`
    insert into job (kind, key, priority, due_at)
    select 'automate', subject, 'automation', desk_now() + ${ASKED_AFTER_MS} * interval '1 ms'
    from unnest(${subjects}::text[]) subject order by subject collate "C"
    on conflict (kind, key) do update set due_at = excluded.due_at, lease_until = null, lease_id = job.lease_id + 1, attempt = 0
      where job.lease_until is not null`)
}

/** The columns of a report. */
export interface ReportRow extends ReportName, Omit<ReportContent, 'evidence'> {
  id: string
  bodyHash: string
  caseId: string
  receivedAt: string
  /** True: its key is stored already. */
  hasKey: boolean
}

/** Reserves ids for reports; unused ids are never assigned. */
export async function takeReportIds(tx: Tx, count: number): Promise<string[]> {
  return tx.listValues<string>(
    prepared(
      'take-report-ids',
    )`select 'rep_' || nextval('report_seq') as id from generate_series(1, ${count}::integer)`,
  )
}

/** Stores reports. The transaction fails with unique_violation if a concurrent one stored the same id. */
export function queueReports(tx: Tx, reports: readonly ReportRow[]): void {
  tx.queue(prepared('insert-reports')`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(reports)}::jsonb) given(id text, "keyId" text, "clientId" text,
        "bodyHash" text, "caseId" text, subject text, ground text, category text, keyword text, comment text, language text,
        region text, "reporterId" text, "reportedAt" timestamptz, account jsonb, item jsonb, "receivedAt" timestamptz, "hasKey" boolean)),
    taken as (
      insert into report_key (key_id, client_id, body_hash, report_id, case_id, received_at)
      select "keyId", "clientId", decode("bodyHash", 'hex'), id, "caseId", "receivedAt" from given where not "hasKey"
      order by "keyId", "clientId")
    insert into report (id, received_at, key_id, client_id, case_id, subject, ground, category, keyword, comment, language,
      region, reporter_id, reported_at, account_facts, item)
    select id, "receivedAt", "keyId", "clientId", "caseId", subject, ground, category, keyword, comment, language, region,
      "reporterId", "reportedAt", account, item
    from given`)
}

/** Stores the types of the items that cases are about. The first that is known stays. */
export function queueCaseItems(tx: Tx, items: readonly { caseId: string; type: string }[]): void {
  if (items.length === 0) return
  tx.queue(prepared('insert-case-items')`
    insert into case_item (case_id, type)
    select * from unnest(${items.map(({ caseId }) => caseId)}::text[], ${items.map(({ type }) => type)}::text[]) given(id, type)
    order by id on conflict do nothing`)
}

export async function insertEvidence(tx: Tx, reportId: string, caseId: string, evidence: Evidence): Promise<void> {
  const bytes = evidence.class === 'restricted' ? null : evidence.bytes
  const { rows } = await tx.query<{ id: string }>(prepared('insert-evidence')`
    insert into evidence (report_id, case_id, class, media_type, sha256, bytes_count, reference)
    values (${reportId}, ${caseId}, ${evidence.class}, ${evidence.mediaType}, ${evidence.sha256}, ${bytes?.length ?? null},
      ${evidence.reference})
    returning id`)
  if (bytes === null) return
  await tx.query(prepared('insert-evidence-bytes')`
    insert into evidence_bytes (class, evidence_id, bytes) values (${evidence.class}, ${rows[0]?.id}, ${bytes})`)
}
