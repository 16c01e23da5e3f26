import type pg from 'pg'
import sql, { type Sql } from 'sql-template-tag'
import { connectTo } from '../../foundation/store/connect.ts'
import { StartError } from '../../foundation/store/start-error.ts'
import {
  type LabelRow,
  type ReportEvent,
  type TakedownStatus,
  toLabelLine,
  toReportLine,
  toTakedownLine,
} from './to-lines.ts'

const ROWS_PER_READ = 1_000
const READ_TIMEOUT_MS = 600_000
const EVENTS = 'tools.ozone.moderation.defs#'
/** The tables of Ozone 0.4 with the columns that are read. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  moderation_event: [
    'id',
    'action',
    'subjectType',
    'subjectDid',
    'subjectUri',
    'subjectCid',
    'comment',
    'createdAt',
    'createdBy',
    'meta',
  ],
  moderation_subject_status: [
    'id',
    'did',
    'recordPath',
    'reviewState',
    'lastReviewedAt',
    'takendown',
    'suspendUntil',
    'updatedAt',
  ],
  label: ['id', 'src', 'uri', 'cid', 'val', 'neg', 'cts', 'exp'],
}

interface OzoneDatabase {
  url: string
  /** The schema that has Ozone's tables. */
  schema: string
  /** The name by which the desk remembers the tool. */
  tool: string
  signal: AbortSignal
}

/** A line to import. Undefined in `line`: a row that the desk can't take, such as a report about a chat. */
export interface ReadRow {
  kind: 'report' | 'takedown' | 'label'
  line: object | undefined
}

/**
 * Reads the open reports, the takedowns and the labels that stand in a database of Ozone, all as of one moment. The
 * transaction is read-only, and at most one page of rows is in memory.
 */
export async function* readOzoneDatabase({ url, schema, tool, signal }: OzoneDatabase): AsyncGenerator<ReadRow> {
  const client = await connectTo(url, { statement_timeout: READ_TIMEOUT_MS })
  try {
    await client.query('begin transaction isolation level repeatable read read only')
    await client.query(sql`select set_config('search_path', ${`${quote(schema)}, pg_catalog`}, true)`)
    await checkTables(client, schema)
    for await (const row of readRows<ReportEvent>(client, OPEN_REPORTS, signal))
      yield { kind: 'report', line: toReportLine(row) }
    for await (const row of readRows<TakedownStatus>(client, TAKEDOWNS, signal))
      yield { kind: 'takedown', line: toTakedownLine(row, tool) }
    for await (const row of readRows<LabelRow>(client, LABELS, signal))
      yield { kind: 'label', line: toLabelLine(row, tool) }
  } finally {
    await client.end().catch(() => undefined)
  }
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Refuses a database without Ozone's tables, and names what is missing. */
async function checkTables(client: pg.Client, schema: string): Promise<void> {
  const { rows } = await client.query<{ table: string; column: string }>(sql`
    select table_name as table, column_name as column from information_schema.columns where table_schema = ${schema}`)
  const known = new Set(rows.map(({ table, column }) => `${table}.${column}`))
  const missing = Object.entries(NEEDED).flatMap(([table, columns]) =>
    columns.map((column) => `${table}.${column}`).filter((name) => !known.has(name)),
  )
  if (missing.length === 0) return
  const named = missing.slice(0, 3).join(', ')
  throw new StartError(
    `Nothing was read: the schema ${schema} is none of Ozone 0.4. It lacks ${named}. Name the schema by --schema.`,
  )
}

/** Reads the rows of a query page by page, by a cursor of the server. */
async function* readRows<Row>(client: pg.Client, query: Sql, signal: AbortSignal): AsyncGenerator<Row> {
  await client.query({ text: `declare rows no scroll cursor for ${query.text}`, values: query.values })
  for (;;) {
    if (signal.aborted) throw new StartError('Stopped: nothing was imported.')
    const { rows } = await client.query(`fetch ${ROWS_PER_READ} from rows`)
    yield* rows as Row[]
    if (rows.length < ROWS_PER_READ) break
  }
  await client.query('close rows')
}

/** The reports about subjects in review that came after the last review. */
const OPEN_REPORTS = sql`
  select event.id, "subjectType" as type, "subjectDid" as did, "subjectUri" as uri, "subjectCid" as cid, event.comment, "createdBy" as by,
    event."createdAt" as at, event.meta ->> 'reportType' as reason
  from moderation_event event join moderation_subject_status status on status.did = event."subjectDid"
    and status."recordPath" = coalesce(regexp_replace("subjectUri", '^at://[^/]+/', ''), '')
  where event.action = ${`${EVENTS}modEventReport`}
    and status."reviewState" in (${`${EVENTS}reviewOpen`}, ${`${EVENTS}reviewEscalated`})
    and (status."lastReviewedAt" is null or event."createdAt" > status."lastReviewedAt")
  order by event.id`

/** The subjects that are taken down now, with the event that did it. */
const TAKEDOWNS = sql`
  select status.id, status.did, "recordPath" as path, "suspendUntil", coalesce(done."createdAt", "updatedAt") as at,
    done."createdBy" as by, done.comment
  from moderation_subject_status status left join lateral (
    select "createdAt", "createdBy", comment from moderation_event event
    where event."subjectDid" = status.did and event.action = ${`${EVENTS}modEventTakedown`}
      and coalesce(regexp_replace("subjectUri", '^at://[^/]+/', ''), '') = status."recordPath"
    order by event.id desc limit 1) done on true
  where status.takendown
  order by status.id`

/** The labels that were neither taken back nor have expired. */
const LABELS = sql`
  select id, src, uri, val, cts as at, exp as expires from (
    select distinct on (src, uri, cid, val) id, src, uri, val, neg, cts, exp from label
    order by src, uri, cid, val, id desc) newest
  where not neg and (exp is null or exp::timestamptz > now()) order by id`
