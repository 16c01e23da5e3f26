import {
  descending,
  hasMoreRows,
  type PageOf,
  type PageRequest,
  selectPage,
} from '../../../foundation/database/select-page.ts'
import { staffKey } from '../../../foundation/domain.ts'
import sql, { empty, join, type Sql } from 'sql-template-tag'
import { findFirstLeaf, findLeafAfter } from './find-leaves.ts'
import { ROUTINE_KINDS } from './routine-kinds.ts'
import { DISMISSALS, SHIFTS } from './entry-content.ts'
import type { Queryable } from '../../../foundation/database/db.ts'

/**
 * The largest payload that a list of entries shows. Of a larger one, which holds many reports, the list shows the size,
 * and the entry's own page the content.
 */
const PAYLOAD_SHOWN_BYTES = 16_384
/** The first bytes of a large payload that hold its time: its members are sorted by name, and no list comes before it. */
const TIME_BYTES = 40

export interface EntryFilter {
  kind?: string
  /** False: without the kinds of ordinary work. */
  routine?: boolean
  since?: Date
  until?: Date
  subject?: string
  enforcementId?: string
  staffId?: string
}

export interface FoundEntry {
  leafId: number
  /** The number of the entry. Null: not yet assigned. */
  number: number | null
  kind: string
  subject: string | null
  enforcementId: string | null
  actor: string | null
  /** The payload. Null: erased, or too large for a list. */
  payload: Buffer | null
  bytes: number | null
  at: string | null
  erased: boolean
}

/**
 * Lists entries, the newest first. A filter by person leaves out their shifts, which only they and their lead see, and
 * departures.
 */
export async function listEntries(db: Queryable, filter: EntryFilter, page: PageRequest): Promise<PageOf<FoundEntry>> {
  const conditions = [...conditionsOf(filter), ...(await periodOf(db, filter))]
  const rows = sql`
    select payload.leaf_id as "leafId", entry.number, payload.kind, payload.subject, payload.enforcement_id as "enforcementId", payload.actor,
      case when octet_length(payload.payload) <= ${PAYLOAD_SHOWN_BYTES} then payload.payload end as payload,
      octet_length(payload.payload) as bytes, payload.erased_at is not null as erased,
      ${AT} as at
    from ledger_payload payload left join ledger_entry entry on entry.leaf_id = payload.leaf_id
    ${whereOf(conditions)}`
  return selectPage<FoundEntry>(db, { rows, key: [descending(sql`listed."leafId"`, 'number')] }, page)
}

/** True when a filter finds more entries than a number. No payload is read beyond its time. */
export async function hasMoreThan(db: Queryable, filter: EntryFilter, than: number): Promise<boolean> {
  const conditions = [...conditionsOf(filter), ...(await periodOf(db, filter))]
  return hasMoreRows(db, sql`select from ledger_payload payload ${whereOf(conditions)}`, than)
}

const whereOf = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? empty : sql`where ${join([...conditions], ' and ')}`

/** SQL expression: the time in the payload, as text in UTC. Null: erased. The type json bears every escaped character. */
const AT = sql`case when octet_length(payload.payload) <= ${PAYLOAD_SHOWN_BYTES}
  then convert_from(payload.payload, 'UTF8')::json ->> 'at'
  else substring(encode(substring(payload.payload from 1 for ${TIME_BYTES}), 'escape') from '"at":"([^"]+)"') end`

/** The conditions of a period: first the leaves around it, by key, then the time of each. Erased entries have no time. */
async function periodOf(db: Queryable, { since, until }: EntryFilter): Promise<Sql[]> {
  const from =
    since &&
    sql`payload.leaf_id >= ${await findFirstLeaf(db, since)} and (${AT} is null or ${AT} >= ${since.toISOString()})`
  const to =
    until &&
    sql`payload.leaf_id < ${await findLeafAfter(db, until)} and (${AT} is null or ${AT} < ${until.toISOString()})`
  return [from, to].filter((each) => each !== undefined)
}

function conditionsOf({ kind, routine, subject, enforcementId, staffId }: EntryFilter): Sql[] {
  return [
    ...(routine === false ? [sql`payload.kind <> all (${[...ROUTINE_KINDS]})`] : []),
    ...(kind === undefined ? [] : [sql`payload.kind = ${kind}`]),
    ...(subject === undefined ? [] : [sql`payload.subject = ${subject}`]),
    ...(enforcementId === undefined ? [] : [sql`payload.enforcement_id = ${enforcementId}`]),
    ...(staffId === undefined
      ? []
      : [sql`payload.actor = ${staffKey(staffId)} and payload.kind <> all (${[...SHIFTS, ...DISMISSALS]})`]),
  ]
}
