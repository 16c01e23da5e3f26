import sql from 'sql-template-tag'
import { descending, type PageOf, type PageRequest, selectPage } from '../../foundation/database/select-page.ts'
import type { RecordedEntry } from '../../ledger/recorded-entry.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Action, RestoreCause } from '../../foundation/domain.ts'
import type { StoredAction } from '../../policy/items/own-actions.ts'

/** The most entries that a timeline shows; the enforcement's own page shows the rest. */
const ENTRIES_MAX = 2_000

interface IncidentRow {
  enforcementId: string
  subject: string
  at: Date
}

interface ListedIncidentRow extends IncidentRow {
  action: Action
  own: StoredAction | null
  /** The present handle of the account. */
  handle: string | null
  /** The reach by which the proposal was judged. */
  reach: number | null
  cause: RestoreCause
  offlineFrom: Date | null
  /** The end of the offline time. Null: the account was not yet read as visible again. */
  offlineUntil: Date | null
  /** True for an exercise on a test account. */
  drill: boolean
}

/**
 * Lists, by the ledger, enforcements that took an account offline and were restored because they were wrong, and
 * drills. The newest first.
 */
export async function listIncidents(db: Queryable, page: PageRequest): Promise<PageOf<ListedIncidentRow>> {
  const rows = sql`
    select enforcement.id as "enforcementId", subject, released_at as at, action, own_action as own, account.handle, enforcement.reach, cause,
      in_effect_at as "offlineFrom", visible_at as "offlineUntil",
      is_drill(enforcement.id) as drill
    from enforcement join enforcement_restore on enforcement_restore.enforcement_id = enforcement.id
      left join account on account.id = enforcement.account_id
    where takes_offline(action) and released_at is not null
      and (is_drill(enforcement.id) or exists (select from ledger_payload entry where entry.enforcement_id = enforcement.id and entry.kind = 'enforcement_moved'
        and convert_from(entry.payload, 'UTF8')::jsonb ->> 'cause' in ('mistake', 'appeal', 'unconfirmed', 'left', 'undo')))`
  const key = [descending(sql`listed.at`, 'time'), descending(sql`listed."enforcementId"`, 'text')]
  return selectPage<ListedIncidentRow>(db, { rows, key }, page)
}

/** Returns the account's present handle. The ledger knows only its id. */
export async function findHandle(db: Queryable, enforcementId: string): Promise<string | null> {
  const { rows } = await db.query<{ handle: string | null }>(sql`
    select handle from enforcement join account on account.id = enforcement.account_id where enforcement.id = ${enforcementId}`)
  return rows[0]?.handle ?? null
}

/** Finds the action of one's own of an enforcement. Null: it is one of the eight. */
export async function findOwnAction(db: Queryable, enforcementId: string): Promise<StoredAction | null> {
  const found = await db.findValue<StoredAction | null>(
    sql`select own_action as own from enforcement where id = ${enforcementId}`,
  )
  return found ?? null
}

/** True when an enforcement was an exercise on a test account. */
export async function isDrill(db: Queryable, enforcementId: string): Promise<boolean> {
  return (await db.findValue<boolean>(sql`select is_drill(${enforcementId}) as drill`)) === true
}

/** Finds, by the ledger, an enforcement that takes its subject offline and was released. Undefined: there is none. */
export async function findIncident(db: Queryable, enforcementId: string): Promise<IncidentRow | undefined> {
  return db.find<IncidentRow>(sql`
    select proposed.enforcement_id as "enforcementId", proposed.subject, (convert_from(moved.payload, 'UTF8')::jsonb ->> 'at')::timestamptz as at
    from ledger_payload proposed join ledger_payload moved on moved.enforcement_id = proposed.enforcement_id
    where proposed.enforcement_id = ${enforcementId} and proposed.kind = 'enforcement_proposed' and moved.kind = 'enforcement_moved'
      and convert_from(proposed.payload, 'UTF8')::jsonb ->> 'action' in ('suspend', 'deactivate')
      and convert_from(moved.payload, 'UTF8')::jsonb ->> 'to' = 'releasing'
    limit 1`)
}

/** Lists the ledger entries of an enforcement, and those of its subject since. Erased payloads are left out. */
export async function listLeavesOf(db: Queryable, { enforcementId, subject }: IncidentRow): Promise<RecordedEntry[]> {
  const { rows } = await db.query<{ payload: Buffer }>(sql`
    select payload from ledger_payload
    where payload is not null and (enforcement_id = ${enforcementId}
      or subject = ${subject} and kind in ('desired_state_set', 'desired_state_reached', 'platform_disagreed')
        and leaf_id >= (select min(leaf_id) from ledger_payload first where first.enforcement_id = ${enforcementId}))
    order by leaf_id limit ${ENTRIES_MAX}`)
  return rows.map(({ payload }) => JSON.parse(payload.toString('utf8')) as RecordedEntry)
}
