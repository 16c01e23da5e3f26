import type { Queryable, Tx } from './database/db.ts'
import { prepared } from './database/prepared.ts'

/**
 * A job is work that must happen on time, stored as a row. A worker claims it for a lease; after a crash the row is
 * free again when the lease ends. A finished row is deleted.
 */
export const JOB_KINDS = [
  'drive',
  'end',
  'reach',
  'reconcile',
  'facts',
  'bulk',
  'outcome',
  'release',
  'expire',
  'confirm',
  'alert',
  'leave',
  'escalate',
  'detect_drift',
  'deliver',
  'bulk_action',
  'automate',
  'unconfirmed',
  'notice',
  'answer',
  'letter',
  'appeal',
  'sender',
  'strike',
] as const
export type JobKind = (typeof JOB_KINDS)[number]

/**
 * The priority classes of jobs. Restores never wait behind restrictive effects, and neither waits behind periodic
 * tasks. Checks of a slow platform, calls to a slow outside server, statements that follow a restore, evaluations of
 * rules and checks of bulk actions delay none of these, however many there are.
 */
export const JOB_PRIORITIES = [
  'effect',
  'restore',
  'background',
  'drift',
  'notice',
  'statement',
  'bulk_action',
  'automation',
  'reconcile',
] as const
export type JobPriority = (typeof JOB_PRIORITIES)[number]

export interface Job {
  kind: JobKind
  key: string
  priority: JobPriority
  /** The number of this claim on the job: only the claim that still holds the row finishes or postpones it. */
  leaseId: number
  /** The number of this attempt at the job, from 1. */
  attempt: number
}

/**
 * The lease of a claim on a job: longer than any call to the platform may take, short enough that a killed worker
 * delays no job for long.
 */
export const LEASE_MS = 15_000
export const JOB_CHANNEL = 'countersign_job'

/** Enqueues a job, or makes it due anew: an older claim on it becomes void, so new work never waits for that claim. */
export function queueJob(tx: Tx, kind: JobKind, key: string, priority: JobPriority, afterMs = 0): void {
  queueJobs(tx, kind, [{ key, priority }], afterMs)
}

/** Enqueues jobs of one kind, each with a key of its own, as `queueJob` does. */
export function queueJobs(
  tx: Tx,
  kind: JobKind,
  jobs: readonly { key: string; priority: JobPriority }[],
  afterMs = 0,
): void {
  if (jobs.length === 0) return
  tx.queue(prepared('queue-jobs')`
    insert into job (kind, key, priority, due_at)
    select ${kind}, key, priority, desk_now() + ${afterMs} * interval '1 ms'
    from unnest(${jobs.map(({ key }) => key)}::text[], ${jobs.map(({ priority }) => priority)}::text[]) given (key, priority)
    on conflict (kind, key) do update set priority = excluded.priority, due_at = excluded.due_at, lease_until = null,
      lease_id = job.lease_id + 1, attempt = 0`)
}

/**
 * Wakes the workers that wait for the priority once this transaction commits. A lost notification costs one polling
 * interval.
 */
export function queueWakeUp(tx: Tx, priority: JobPriority): void {
  tx.queue(prepared('notify-priority')`select pg_notify(${JOB_CHANNEL}, ${priority})`)
}

/** Enqueues a job, or makes it due anew, at a time that the caller also stores in another row. */
export function queueJobAt(tx: Tx, kind: JobKind, key: string, priority: JobPriority, at: Date): void {
  tx.queue(prepared('queue-job-at')`
    insert into job (kind, key, priority, due_at) values (${kind}, ${key}, ${priority}, ${at})
    on conflict (kind, key) do update set priority = excluded.priority, due_at = excluded.due_at, lease_until = null,
      lease_id = job.lease_id + 1, attempt = 0`)
}

/**
 * Claims up to `limit` jobs that are due and unclaimed, the longest due first. It waits for no lock and not for the
 * disk: if PostgreSQL crashes and loses a claim, it lost all that followed as well, and the next claim begins the same
 * work.
 */
export async function claimJobs(db: Queryable, priority: JobPriority, limit: number): Promise<Job[]> {
  const { rows } = await db.query<JobRow>(prepared('claim-jobs')`
    update job set lease_until = desk_now() + ${LEASE_MS} * interval '1 ms', lease_id = lease_id + 1, attempt = attempt + 1
    where (kind, key) in (
      select kind, key from job
      where priority = ${priority} and due_at <= desk_now() and (lease_until is null or lease_until <= desk_now())
      order by due_at limit ${limit}
      for update skip locked)
    returning kind, key, priority, lease_id, attempt, set_config('synchronous_commit', 'off', true)`)
  return rows.map(toJob)
}

/**
 * Claims further due jobs of one kind about the subjects of one platform, as `claimJobs` does: a set is carried out
 * together with those already claimed. `attemptsMax`: the most earlier attempts of one.
 */
export async function claimMore(
  db: Queryable,
  { kind, priority }: Pick<Job, 'kind' | 'priority'>,
  { platform, limit, attemptsMax = null }: { platform: string; limit: number; attemptsMax?: number | null },
): Promise<Job[]> {
  const { rows } = await db.query<JobRow>(prepared('claim-more-jobs')`
    update job set lease_until = desk_now() + ${LEASE_MS} * interval '1 ms', lease_id = lease_id + 1, attempt = attempt + 1
    where kind = ${kind} and key in (
      select key from job
      where priority = ${priority} and kind = ${kind} and due_at <= desk_now()
        and (lease_until is null or lease_until <= desk_now())
        and platform_of_id(regexp_replace(key, '^[a-z]+:', '')) = ${platform}
        and (${attemptsMax}::integer is null or attempt <= ${attemptsMax}::integer)
      order by due_at limit ${limit}
      for update skip locked)
    returning kind, key, priority, lease_id, attempt, set_config('synchronous_commit', 'off', true)`)
  return rows.map(toJob)
}

interface Due {
  /** The priorities that have a job to claim: due, and held by no worker. */
  priorities: JobPriority[]
  /** Differs from an earlier one when any transaction of the database server has written since. */
  snapshot: string
}

/** Finds due jobs of all priorities, and whether anything was written, in one statement. */
export const findDue = (db: Queryable): Promise<Due> =>
  db.only<Due>(prepared('find-due')`
    select pg_current_snapshot()::text as snapshot, array(
      select priority from unnest(${JOB_PRIORITIES}::text[]) as each (priority)
      where exists (select from job where job.priority = each.priority and due_at <= desk_now()
        and (lease_until is null or lease_until <= desk_now()))) as priorities`)

/** Lists those of the jobs of one kind that no other claim has taken since, and that were not made due anew. */
export async function listHeldJobs(db: Queryable, jobs: readonly Job[]): Promise<Job[]> {
  const [first] = jobs
  if (first === undefined) return []
  const held = await db.listValues<string>(prepared('list-held-jobs')`
    select key from job join unnest(${jobs.map(({ key }) => key)}::text[], ${jobs.map(({ leaseId }) => leaseId)}::bigint[])
      claimed (claimed_key, claimed_lease) on key = claimed_key and lease_id = claimed_lease
    where kind = ${first.kind} and priority = ${first.priority}`)
  return jobs.filter(({ key }) => held.includes(key))
}

/** Deletes a finished job, unless another worker has claimed it or it was made due anew. */
export const finishJob = (db: Queryable, job: Job): Promise<void> => finishJobs(db, [job])

/** Deletes finished jobs of one kind, as `finishJob` does. */
export async function finishJobs(db: Queryable, jobs: readonly Job[]): Promise<void> {
  const [first] = jobs
  if (first === undefined) return
  await db.query(prepared('finish-jobs')`
    delete from job using unnest(${jobs.map(({ key }) => key)}::text[], ${jobs.map(({ leaseId }) => leaseId)}::bigint[])
      done (done_key, done_lease)
    where kind = ${first.kind} and key = done_key and lease_id = done_lease`)
}

/** Postpones a job to a later time at the priority that it names, unless another worker has claimed it. */
export async function postponeJob(db: Queryable, job: Job, afterMs: number): Promise<void> {
  await db.query(prepared('postpone-job')`
    update job set lease_until = null, priority = ${job.priority}, due_at = desk_now() + ${afterMs} * interval '1 ms'
    where kind = ${job.kind} and key = ${job.key} and lease_id = ${job.leaseId}`)
}

interface JobRow {
  kind: JobKind
  key: string
  priority: JobPriority
  lease_id: number
  attempt: number
}

const toJob = ({ kind, key, priority, lease_id: leaseId, attempt }: JobRow): Job => ({
  kind,
  key,
  priority,
  leaseId,
  attempt,
})
