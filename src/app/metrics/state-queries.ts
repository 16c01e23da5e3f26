import sql from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import { JOB_PRIORITIES } from '../../foundation/jobs.ts'

/**
 * The most rows that one figure counts. More are shown as this number: beyond it the exact figure changes no decision, and
 * counting a bulk action of 100,000 each time would cost more than it tells.
 */
const COUNTED_MAX = 10_000
const QUEUES_MAX = 100
/** Jobs begin within 200 ms. One that waited longer than this is late. */
const LATE_MS = 5_000

export type Row = Readonly<Record<string, string | number | null>>

/** The waiting cases of each queue at the last snapshot. Counting a million cases for each scrape would take seconds. */
export const listQueues = (tx: Tx): Promise<Row[]> =>
  tx.list(sql`
    select coalesce(queue, 'none') as queue, waiting, late, extract(epoch from desk_now() - oldest)::float8 as oldest
    from queue_snapshot_cell
    where at = (select max(at) from queue_snapshot) and rolled_up = 1
    order by waiting desc, queue limit ${QUEUES_MAX}`)

export const findSnapshotAge = (tx: Tx): Promise<Row> =>
  tx.only(sql`select extract(epoch from desk_now() - max(at))::float8 as age from queue_snapshot`)

/** The due jobs of each priority that no worker holds. The time is read once: for each row it would take ten times as long. */
export const listDueJobs = (tx: Tx): Promise<Row[]> =>
  tx.list(sql`
    with clock as materialized (select desk_now() as now)
    select priority, due, late, oldest
    from clock, unnest(${[...JOB_PRIORITIES]}::text[]) as each (priority) cross join lateral (
      select count(*) as due, count(*) filter (where due_at < now - ${LATE_MS} * interval '1 ms') as late,
        coalesce(extract(epoch from now - min(due_at)), 0)::float8 as oldest
      from (select due_at from job
        where job.priority = each.priority and due_at <= now and (lease_until is null or lease_until <= now)
        order by due_at limit ${COUNTED_MAX}) first) found`)

/** Reports that were acknowledged and are in no case, and the time for which the first of them has waited. */
export const findInbox = (tx: Tx): Promise<Row> =>
  tx.only(sql`
    select count(*) filter (where sql_state is null) as waiting, count(*) filter (where sql_state is not null) as "setAside",
      coalesce(extract(epoch from desk_now() - min(received_at) filter (where sql_state is null)), 0)::float8 as oldest
    from (select sql_state, received_at from report_inbox order by id limit ${COUNTED_MAX}) first`)

/** Enforcements before their release, and the longest time that one has been in its state. */
export const listWaitingEnforcements = (tx: Tx): Promise<Row[]> =>
  tx.list(sql`
    select state, count(*) as enforcements, extract(epoch from desk_now() - min(moved_at))::float8 as oldest
    from (select state, moved_at from enforcement where state in ('proposed', 'awaiting_approval', 'held')
      limit ${COUNTED_MAX}) waiting
    group by state`)

/** Enforcements on their way to the platform or back. Each has a job, so finished ones are not read. */
export const listDrivenEnforcements = (tx: Tx): Promise<Row[]> =>
  tx.list(sql`
    select state, count(*) as enforcements, extract(epoch from desk_now() - min(moved_at))::float8 as oldest
    from (select key from job where kind = 'drive' limit ${COUNTED_MAX}) driven
      cross join lateral (select state, moved_at from enforcement
        where subject = driven.key and state in ('releasing', 'restoring')) found
    group by state`)

export const findEnforcementDuties = (tx: Tx): Promise<Row> =>
  tx.only(sql`
    select
      (select count(*) from (select from enforcement
        where confirm_by is not null and state in ('releasing', 'in_effect') limit ${COUNTED_MAX}) open) as unconfirmed,
      (select count(*) from (select from enforcement where needs_attention is not null limit ${COUNTED_MAX}) open) as attention,
      (select count(*) from enforcement_freeze where ended_at is null and until > desk_now()) as freezes`)

export const findClocks = (tx: Tx): Promise<Row> =>
  tx.only(sql`
    with clock as materialized (select desk_now() as now)
    select count(*) as running, count(*) filter (where page_at <= (select now from clock)) as near,
      count(*) filter (where due_at <= (select now from clock)) as overdue,
      extract(epoch from min(due_at) - (select now from clock))::float8 as next,
      (select count(*) from legal_clock
        where missed_at is not null and due_at > desk_now() - interval '1 day') as missed
    from (select page_at, due_at from legal_clock where ended_at is null order by page_at limit ${COUNTED_MAX}) running`)

/** The last verification of the whole ledger, the last check of what was added since, and the entries without a number. */
export const findLedgerState = (tx: Tx): Promise<Row> =>
  tx.only(sql`
    select
      (select extract(epoch from desk_now() - ended_at)::float8 from ledger_check order by id desc limit 1) as verified,
      (select problem_count from ledger_check order by id desc limit 1) as problems,
      (select extract(epoch from desk_now() - at)::float8 from ledger_follow) as followed,
      (select problem_count from ledger_follow) as "followedProblems",
      (select count(*) from (select from leaf_pending limit ${COUNTED_MAX}) pending) as pending`)
