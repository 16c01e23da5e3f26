import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../lib/db.ts'
import type { ImportCase, ImportedReport } from './import-reports.ts'

export interface ImportKey {
  id: string
  /** Tells this database from another that has a key of the same id. */
  madeAt: string
  revoked: boolean
}

/** The key of this name that was made first, revoked or not: a later one would take every report for a new one. */
export async function findImportKey(db: Queryable, name: string): Promise<ImportKey | undefined> {
  const { rows } = await db.query<ImportKey>(sql`
    select id, created_at::text as "madeAt", revoked_at is not null as revoked from api_key
    where name = ${name} order by created_at, id limit 1`)
  return rows[0]
}

/** When the facts on record of these accounts or contents were read. */
export async function listFactsTimes(
  tx: Tx,
  kind: 'account' | 'content',
  ids: readonly string[],
): Promise<Map<string, Date>> {
  const { rows } = await tx.query<{ id: string; factsAt: Date }>(
    kind === 'account'
      ? sql`select id, facts_at as "factsAt" from account where id = any (${ids})`
      : sql`select id, facts_at as "factsAt" from content where id = any (${ids})`,
  )
  return new Map(rows.map(({ id, factsAt }) => [id, factsAt]))
}

/** The hashes of the reports that this key sent under these ids before. */
export async function listReceived(tx: Tx, keyId: string, clientIds: readonly string[]): Promise<Map<string, Buffer>> {
  const { rows } = await tx.query<{ clientId: string; bodyHash: Buffer }>(sql`
    select client_id as "clientId", body_hash as "bodyHash" from report_key
    where key_id = ${keyId} and client_id = any (${clientIds})`)
  return new Map(rows.map(({ clientId, bodyHash }) => [clientId, bodyHash]))
}

export interface KnownContent {
  accountId: string
  language: string | null
}

/** Whose these contents are, and in which language, as far as the desk knows them. */
export async function listContents(tx: Tx, ids: readonly string[]): Promise<Map<string, KnownContent>> {
  const { rows } = await tx.query<KnownContent & { id: string }>(sql`
    select id, account_id as "accountId", language from content where id = any (${ids})`)
  return new Map(rows.map(({ id, ...known }) => [id, known]))
}

/**
 * Joins the one open case of each subject or opens it, and locks them until the transaction ends, so that none can
 * close meanwhile. What a case needs is what any of its reports needs: the strictest clearances, the earliest time, the
 * highest rank.
 */
export async function joinCases(
  tx: Tx,
  cases: readonly ImportCase[],
): Promise<Map<string, { id: string; opened: boolean }>> {
  const { rows } = await tx.query<{ id: string; subject: string; opened: boolean }>(sql`
    with fresh as materialized (
      select 'c-' || nextval('review_case_seq') as id, given.*
      from json_to_recordset(${JSON.stringify(cases)}::json) given(subject text, "accountId" text, queue text, category text,
        language text, region text, clearances text[], rank double precision, "dueMs" bigint, "reportCount" integer)),
    joined as (
      insert into review_case (id, subject, account_id, queue, category, language, region, clearances, rank, due_at,
        report_count)
      select id, subject, "accountId", queue, category, language, region, clearances, rank,
        desk_now() + "dueMs" * interval '1 ms', "reportCount"
      from fresh order by subject
      on conflict (subject) where state = 'open' do update set
        report_count = review_case.report_count + excluded.report_count,
        rank = greatest(review_case.rank, excluded.rank),
        due_at = least(review_case.due_at, excluded.due_at),
        clearances = case when excluded.clearances <@ review_case.clearances then review_case.clearances
          else array(select unnest(review_case.clearances) union select unnest(excluded.clearances) order by 1) end
      returning id, subject)
    select joined.id, joined.subject, fresh.id is not null as opened from joined left join fresh on fresh.id = joined.id`)
  return new Map(rows.map(({ subject, ...joined }) => [subject, joined]))
}

export async function insertOpenedAll(tx: Tx, caseIds: readonly string[], by: string): Promise<void> {
  await tx.query(sql`
    insert into case_event (case_id, kind, by) select id, 'opened', ${by} from unnest(${caseIds}::text[]) id`)
}

/** Has the facts of accounts read that are unknown or older than this, unless somebody is about to. */
export async function askForFacts(
  tx: Tx,
  asked: readonly { accountId: string | null; key: string }[],
  ageMaxMs: number,
): Promise<void> {
  await tx.query(sql`
    insert into due (kind, key, lane)
    select distinct 'facts', asked.key, 'background'
    from json_to_recordset(${JSON.stringify(asked)}::json) asked("accountId" text, key text)
    where not exists (
      select from account where id = asked."accountId" and facts_at >= desk_now() - ${ageMaxMs} * interval '1 ms')
    order by 2
    on conflict (kind, key) do nothing`)
}

/** Counts reporters of cases that are locked; the same one twice counts once. */
export async function countReporters(
  tx: Tx,
  reports: readonly { caseId: string; reporterId: string }[],
): Promise<void> {
  await tx.query(sql`
    with counted as (
      insert into case_reporter (case_id, reporter_id)
      select distinct given."caseId", given."reporterId"
      from json_to_recordset(${JSON.stringify(reports)}::json) given("caseId" text, "reporterId" text)
      on conflict do nothing returning case_id),
    added as (select case_id, count(*) as reporters from counted group by case_id)
    update review_case set reporter_count = reporter_count + added.reporters
    from added where review_case.id = added.case_id`)
}

/** Stores reports under their key's ids for them, none of which may be taken; answers the desk's id of each. */
export async function insertReports(
  tx: Tx,
  keyId: string,
  reports: readonly ImportedReport[],
): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ clientId: string; id: string }>(sql`
    with given as materialized (
      select 'r-' || nextval('report_seq') as id, given.*
      from json_to_recordset(${JSON.stringify(reports)}::json) given("clientId" text, "bodyHash" text, "caseId" text,
        subject text, ground text, category text, keyword text, comment text, language text, region text, "reporterId" text,
        "reportedAt" timestamptz, account jsonb)),
    taken as (
      insert into report_key (key_id, client_id, body_hash, report_id, case_id, received_at)
      select ${keyId}, "clientId", decode("bodyHash", 'hex'), id, "caseId", ${tx.now} from given)
    insert into report (id, received_at, key_id, client_id, case_id, subject, ground, category, keyword, comment, language,
      region, reporter_id, reported_at, account_facts)
    select id, ${tx.now}, ${keyId}, "clientId", "caseId", subject, ground, category, keyword, comment, language, region,
      "reporterId", "reportedAt", account
    from given
    returning client_id as "clientId", id`)
  return new Map(rows.map(({ clientId, id }) => [clientId, id]))
}
