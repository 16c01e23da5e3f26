import sql, { type Sql } from 'sql-template-tag'
import { actorKey, type EnforcementState, sourceKey, staffKey } from '../../foundation/domain.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { BULK_ENFORCEMENTS_MAX, bulkNeedsTwo, type TwoPeopleBecause } from './restore-rule.ts'

/** The time for which a person's bulk restores count towards the limit of the next one. */
const STARTED_COUNTS_MS = 24 * 3_600_000
/** The most enforcements of one bulk restore: undoing more is a new decision and not the correction of a mistake. */
const BULK_ITEMS_MAX = 100_000

/**
 * The scope of a bulk restore: the enforcements proposed by a person, caused by a key's reports, of one source, or of
 * one bulk action.
 */
export interface Scope {
  byKind: 'staff' | 'key' | 'source' | 'bulk_action'
  /** The id; for people also their pseudonym. */
  byId: string
  since: Date
  /** The end of the period. Undefined: now. */
  until: Date | undefined
}

export interface BulkRestore {
  id: string
  byKind: Scope['byKind']
  byId: string
  /** The pseudonym of a person; otherwise the id. */
  byName: string
  since: Date
  until: Date
  enforcementCount: number
  /** The number of people whom the accounts concerned reach, each account once, without unknown reach. */
  reachSum: number
  previewedAt: Date
  reason: string | null
  startedBy: string | null
  startedAt: Date | null
  doneAt: Date | null
  /** The first of the two people who are needed. Null: no person has asked yet. */
  askedBy: string | null
}

/**
 * Stores the set of a bulk restore. It excludes enforcements under legal duty: each of those is undone singly, signed
 * by two.
 */
export async function insertBulkRestore(tx: Tx, asked: Scope, staffId: string): Promise<BulkRestore> {
  const scope = asked.byKind === 'staff' ? { ...asked, byId: await findStaffBehind(tx, asked.byId) } : asked
  const row = await tx.find<{ id: string }>(sql`
    with scope as (
      select nextval('bulk_restore_seq') as number, coalesce(${scope.until ?? null}::timestamptz, desk_now()) as until),
    chosen as (
      select o.id, o.account_id, o.reach, row_number() over (
        order by date_trunc('hour', o.proposed_at) desc, o.reach desc nulls first, o.proposed_at desc, o.id) as ordinal
      from enforcement o, scope
      where o.proposed_at >= ${scope.since} and o.proposed_at <= scope.until and (is_waiting(o.state) or is_acting(o.state))
        and o.action <> 'warn' and not needs_two_restorers(o) and ${enforcementsOf(scope)}
      limit ${BULK_ITEMS_MAX}),
    bulk as (
      insert into bulk_restore (id, by_kind, by_id, since, until, enforcement_count, reach_sum, previewed_by)
      select 'restore_' || scope.number, ${scope.byKind}, ${scope.byId}, ${scope.since}, scope.until,
        (select count(*) from chosen),
        (select coalesce(sum(reach), 0) from (
          select coalesce(account_id, id) as whose, max(reach) as reach from chosen group by 1) account),
        ${staffId}
      from scope returning id),
    items as (
      insert into bulk_restore_item (bulk_id, ordinal, enforcement_id)
      select bulk.id, chosen.ordinal, chosen.id from chosen, bulk)
    select id from bulk`)
  const bulk = row && (await findBulkRestore(tx, row.id))
  if (bulk === undefined) throw new Error('PostgreSQL answered no row where one was written')
  return bulk
}

/** Returns the person's id; an unknown person is the id itself, and proposed nothing. */
async function findStaffBehind(tx: Tx, idOrPseudonym: string): Promise<string> {
  const { rows } = await tx.query<{ id: string }>(sql`
    select id from staff where id = ${idOrPseudonym} or pseudonym = ${idOrPseudonym} order by id = ${idOrPseudonym} desc`)
  return rows[0]?.id ?? idOrPseudonym
}

function enforcementsOf(scope: Scope): Sql {
  if (scope.byKind === 'staff') return sql`o.proposed_by = ${staffKey(scope.byId)}`
  if (scope.byKind === 'bulk_action') return sql`o.bulk_action_id = ${scope.byId}`
  // A way in which enforcements are proposed, or a source of automation.
  if (scope.byKind === 'source') return sql`(o.source = ${scope.byId} or o.proposed_by = ${sourceKey(scope.byId)})`
  return sql`(o.proposed_by = ${actorKey({ kind: 'key', id: scope.byId })} or exists (
    select from report r where r.case_id = o.case_id and r.key_id = ${scope.byId}))`
}

export async function findBulkRestore(db: Queryable, bulkId: string, lock?: 'lock'): Promise<BulkRestore | undefined> {
  return db.find<BulkRestore>(sql`
    select b.id, b.by_kind as "byKind", b.by_id as "byId",
      coalesce((select pseudonym from staff where b.by_kind = 'staff' and staff.id = b.by_id), b.by_id) as "byName", b.since, b.until, b.enforcement_count as "enforcementCount",
      b.reach_sum as "reachSum", b.previewed_at as "previewedAt", b.reason, b.started_by as "startedBy",
      b.started_at as "startedAt", b.done_at as "doneAt", b.asked_by as "askedBy"
    from bulk_restore b where b.id = ${bulkId} ${lock ? sql`for update of b` : sql``}`)
}

/** Locks this person's row until the transaction ends, so that two bulk restores started at once are both counted. */
export function queueStarterLock(tx: Tx, staffId: string): void {
  tx.queue(sql`select from staff where id = ${staffId} for no key update`)
}

/**
 * Returns the reason for which this person needs a second one to start the bulk restore. Undefined: they may start it
 * alone. For a started one it is the reason at its start.
 */
export async function findTwoPeopleReasons(
  db: Queryable,
  bulk: BulkRestore,
  staffId: string,
  spanMs: number,
): Promise<TwoPeopleBecause | undefined> {
  const { before, items } = await db.only<{ before: number; items: TwoPeopleBecause | null }>(sql`
    select coalesce(sum(enforcement_count), 0)::bigint as before,
      case when ${bulk.enforcementCount} <= ${BULK_ENFORCEMENTS_MAX} then (
        select two_person_restore_reason(o) as because from bulk_restore_item i join enforcement o on o.id = i.enforcement_id
        where i.bulk_id = ${bulk.id}
        order by array_position(array['legal_duty', 'seconded_lock', 'old_and_unprotected'], two_person_restore_reason(o)) limit 1) end as items
    from bulk_restore, (select coalesce(${bulk.startedAt}::timestamptz, desk_now()) as at) start
    where started_by = ${bulk.startedBy ?? staffId} and id <> ${bulk.id}
      and started_at <= start.at and started_at > start.at - ${STARTED_COUNTS_MS} * interval '1 ms'`)
  return bulkNeedsTwo(bulk.enforcementCount, spanMs, before) ?? items ?? undefined
}

export async function updateBulkStarted(
  tx: Tx,
  bulkId: string,
  start: { by: string; reason: string; askedBy: string | null; signatureId: string | null },
): Promise<void> {
  await tx.query(sql`
    update bulk_restore set started_by = ${start.by}, started_at = desk_now(), reason = ${start.reason},
      asked_by = ${start.askedBy}, signature_id = ${start.signatureId}
    where id = ${bulkId}`)
}

/** The first of the two people who are needed. */
export function queueBulkAsked(tx: Tx, bulkId: string, by: string, reason: string): void {
  tx.queue(sql`
    update bulk_restore set asked_by = ${by}, asked_at = desk_now(), reason = ${reason} where id = ${bulkId}`)
}

export async function updateBulkDone(tx: Tx, bulkId: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    update bulk_restore set done_at = desk_now() where id = ${bulkId} and done_at is null`)
  return rowCount === 1
}

/** An enforcement of a set that is still to be undone, as it was read without a lock. */
export interface OpenItem {
  enforcementId: string
  subject: string
  state: EnforcementState
}

/** Lists the next enforcements of a bulk restore, in the order in which they are undone. */
export async function listOpenItems(db: Queryable, bulkId: string, limit: number): Promise<OpenItem[]> {
  return db.list<OpenItem>(sql`
    select enforcement_id as "enforcementId", subject, state
    from bulk_restore_item join enforcement on enforcement.id = enforcement_id
    where bulk_id = ${bulkId} and outcome is null
    order by ordinal limit ${limit}`)
}

/** Records the outcome of enforcements of the set, once: a second worker finds it as the first one left it. */
export function queueItemOutcome(
  tx: Tx,
  bulkId: string,
  enforcementIds: readonly string[],
  outcome: 'restoring' | 'stopped' | 'skipped',
): void {
  tx.queue(sql`
    update bulk_restore_item set outcome = ${outcome}
    where bulk_id = ${bulkId} and enforcement_id = any (${enforcementIds}) and outcome is null`)
}

/** Counts the enforcements of the set whose restore is running, for no longer than this time. */
export async function countRestoring(db: Queryable, bulkId: string, waitMs: number): Promise<number> {
  return db.onlyValue<number>(sql`
    select count(*) as count from enforcement_restore r join enforcement o on o.id = r.enforcement_id
    where r.bulk_id = ${bulkId} and o.state = 'restoring' and r.asked_at > desk_now() - ${waitMs} * interval '1 ms'`)
}

interface BulkProgress {
  waiting: number
  restoring: number
  restored: number
  stopped: number
  skipped: number
}

export async function readProgress(db: Queryable, bulkId: string): Promise<BulkProgress> {
  const row = await db.find<BulkProgress>(sql`
    select count(*) filter (where i.outcome is null) as waiting,
      count(*) filter (where i.outcome = 'restoring' and o.state = 'restoring') as restoring,
      count(*) filter (where i.outcome = 'restoring' and o.state = 'restored') as restored,
      count(*) filter (where i.outcome = 'stopped') as stopped,
      count(*) filter (where i.outcome = 'skipped') as skipped
    from bulk_restore_item i join enforcement o on o.id = i.enforcement_id where i.bulk_id = ${bulkId}`)
  if (row === undefined) throw new Error('PostgreSQL answered no row to a count')
  return row
}
