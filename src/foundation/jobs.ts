import type { Queryable, Tx } from './database/db.ts'
import { prepared } from './database/prepared.ts'

/**
 * Work that must happen on time is a row. Whoever claims one holds it for a lease; a crash gives it back when the lease
 * ends. A row that is done is deleted.
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
  'page',
  'leave',
  'escalate',
  'watch',
  'deliver',
  'bulk_action',
  'automate',
  'unconfirmed',
] as const
export type JobKind = (typeof JOB_KINDS)[number]

/**
 * Restores never wait behind harm, and neither waits behind housekeeping; no look at a slow platform and no call to somebody
 * else's slow server keeps anything of these waiting;
 * nor does anything wait behind rules, however much there is to ask them about, or behind looks at what bulk actions did, however
 * much that was.
 */
export const LANES = [
  'effect',
  'restore',
  'background',
  'watch',
  'notice',
  'bulk_action',
  'automation',
  'reconcile',
] as const
export type Lane = (typeof LANES)[number]

export interface Job {
  kind: JobKind
  key: string
  lane: Lane
  /** Which claim this is: a row is finished or put off only by the claim that still holds it. */
  leaseId: number
  /** 1 at the first try. */
  attempt: number
}

/** Longer than any call to the platform may take, short enough that a killed worker delays nothing for long. */
export const LEASE_MS = 15_000
export const JOB_CHANNEL = 'countersign_job'

/** Makes work due, or due anew: whoever holds an older claim on it loses that claim, so new work never waits for it. */
export function queueJob(tx: Tx, kind: JobKind, key: string, lane: Lane, afterMs = 0): void {
  tx.queue(prepared('queue-job')`
    insert into job (kind, key, lane, due_at) values (${kind}, ${key}, ${lane}, desk_now() + ${afterMs} * interval '1 ms')
    on conflict (kind, key) do update set lane = excluded.lane, due_at = excluded.due_at, lease_until = null,
      lease_id = job.lease_id + 1, attempt = 0`)
}

/** Wakes whoever waits for the lane once this transaction commits. A lost one costs a polling interval, no more. */
export function queueWakeUp(tx: Tx, lane: Lane): void {
  tx.queue(prepared('notify-lane')`select pg_notify(${JOB_CHANNEL}, ${lane})`)
}

/** The same for a moment that is stored with the thing itself. */
export function queueJobAt(tx: Tx, kind: JobKind, key: string, lane: Lane, at: Date): void {
  tx.queue(prepared('queue-job-at')`
    insert into job (kind, key, lane, due_at) values (${kind}, ${key}, ${lane}, ${at})
    on conflict (kind, key) do update set lane = excluded.lane, due_at = excluded.due_at, lease_until = null,
      lease_id = job.lease_id + 1, attempt = 0`)
}

/**
 * Takes up to `limit` rows that are due and that nobody holds, the longest due first. Waits for nobody, and not for the disk: a
 * claim that PostgreSQL loses as it crashes was followed by nothing that it kept, so the next one begins with the same work, and
 * whoever ends it ends that.
 */
export async function claimJobs(db: Queryable, lane: Lane, limit: number): Promise<Job[]> {
  const { rows } = await db.query<JobRow>(prepared('claim-jobs')`
    update job set lease_until = desk_now() + ${LEASE_MS} * interval '1 ms', lease_id = lease_id + 1, attempt = attempt + 1
    where (kind, key) in (
      select kind, key from job
      where lane = ${lane} and due_at <= desk_now() and (lease_until is null or lease_until <= desk_now())
      order by due_at limit ${limit}
      for update skip locked)
    returning kind, key, lane, lease_id, attempt, set_config('synchronous_commit', 'off', true)`)
  return rows.map((row) => ({
    kind: row.kind,
    key: row.key,
    lane: row.lane,
    leaseId: row.lease_id,
    attempt: row.attempt,
  }))
}

/** Deletes a row that is done, unless somebody else holds it by now or it was made due anew. */
export async function finishJob(db: Queryable, job: Job): Promise<void> {
  await db.query(
    prepared('finish-job')`delete from job where kind = ${job.kind} and key = ${job.key} and lease_id = ${job.leaseId}`,
  )
}

/** Gives a row back for later, into the lane that is said with it, unless somebody else holds it by now. */
export async function postponeJob(db: Queryable, job: Job, afterMs: number): Promise<void> {
  await db.query(prepared('postpone-job')`
    update job set lease_until = null, lane = ${job.lane}, due_at = desk_now() + ${afterMs} * interval '1 ms'
    where kind = ${job.kind} and key = ${job.key} and lease_id = ${job.leaseId}`)
}

interface JobRow {
  kind: JobKind
  key: string
  lane: Lane
  lease_id: number
  attempt: number
}
