import { setTimeout as pause } from 'node:timers/promises'
import { backoffMs } from '../../enforcement/effect/backoff.ts'
import type { Pool } from '../../foundation/database/db.ts'
import { claimJobs, type Job, type JobPriority, LEASE_MS, postponeJob } from '../../foundation/jobs.ts'
import { workedJobs } from '../../foundation/telemetry/measurement.ts'
import type { Desk } from '../../policy/desk.ts'
import { isDatabaseAway } from '../http/requests/problem.ts'
import { formJobSets, type JobSets, LargeSets } from './job-sets.ts'
import { traceJobs } from './trace-jobs.ts'
import type { Wake } from './wake.ts'

const GIVE_BACK_AGAIN_MS = 100
/** The longest time between two polls, should neither a notification nor `lookForDue` wake the loop. */
const POLL_MS = 3_000

export interface PrioritySetup {
  priority: JobPriority
  db: Pool
  /** The most jobs of this priority that one process works on at a time. */
  concurrencyMax: number
  handle: (desk: Desk, job: Job) => Promise<void>
  /** The longest time between two polls. */
  pollMs?: number
  /** Awaited before another job is claimed. */
  makeWay?: () => Promise<void>
  /** The jobs that are worked on in sets. Left out: each job alone. */
  sets?: JobSets
}

/**
 * Runs the jobs of one priority until the signal aborts; then finishes those it has claimed. Any number of processes
 * may do so. `turned` is called whenever it looked for work, or finished some.
 */
export async function workPriority(
  desk: Desk,
  setup: PrioritySetup,
  wake: Wake,
  signal: AbortSignal,
  turned: () => void = () => undefined,
): Promise<void> {
  const running = new Set<Promise<void>>()
  const largeSets = new LargeSets(setup.concurrencyMax / 2)
  let isMoreDue = false
  while (!signal.aborted) {
    if (isMoreDue) await largeSets.waitUntilFree(signal)
    await setup.makeWay?.()
    const hints = wake.hints(setup.priority)
    const free = setup.concurrencyMax - running.size
    const claimed = free > 0 ? await claim(desk, setup, free, turned) : []
    isMoreDue = claimed.length === free
    const sets = await formSets(desk, setup, claimed, isMoreDue && largeSets.isFree)
    for (const jobs of sets) {
      const work = handleSet(desk, setup, jobs, signal).finally(() => {
        running.delete(work)
        turned()
      })
      running.add(work)
      if (jobs.length > claimed.length) largeSets.add(work)
    }
    if (running.size >= setup.concurrencyMax) await Promise.race(running)
    else if (!isMoreDue) await wake.next(setup.priority, hints, setup.pollMs ?? POLL_MS, signal)
  }
  await Promise.all(running)
}

async function claim(desk: Desk, setup: PrioritySetup, limit: number, turned: () => void): Promise<Job[]> {
  try {
    const claimed = await claimJobs(setup.db, setup.priority, limit)
    turned()
    return claimed
  } catch (error) {
    // Nothing is lost: the jobs are still there when the database is back.
    desk.log.error({ priority: setup.priority, error }, 'a job could not be read')
    return []
  }
}

/** Forms sets of the claimed jobs. A claim that failed to take more works on those that it has. */
async function formSets(
  desk: Desk,
  setup: PrioritySetup,
  claimed: readonly Job[],
  takesMore: boolean,
): Promise<Job[][]> {
  if (setup.sets === undefined) return claimed.map((job) => [job])
  return formJobSets(desk, { ...setup, sets: setup.sets }, claimed, takesMore ? setup.sets.sizeMax : 0)
}

async function handleSet(desk: Desk, setup: PrioritySetup, jobs: readonly Job[], signal: AbortSignal): Promise<void> {
  const [first, ...others] = jobs
  if (first === undefined) return
  const begun = performance.now()
  const failures = await traceJobs(setup.db, jobs, () => findFailures(desk, setup, first, others))
  workedJobs.record(() => ({
    ...{ kind: first.kind, done: jobs.length - failures.size, failed: failures.size },
    seconds: (performance.now() - begun) / 1_000,
  }))
  const untilMs = performance.now() + LEASE_MS
  for (const [job, error] of failures) {
    desk.log.error({ job: job.kind, attempt: job.attempt, err: error }, 'a job failed and will be tried again')
    await giveBack(setup.db, job, { untilMs, signal })
  }
}

interface GivingBack {
  untilMs: number
  signal: AbortSignal
}

/**
 * Postpones a failed job. While the database is away it tries again: the job then runs as soon as there is a new primary,
 * and not when its lease ends. A process that stops tries once.
 */
async function giveBack(db: Pool, job: Job, { untilMs, signal }: GivingBack): Promise<void> {
  for (;;) {
    try {
      return await postponeJob(db, job, backoffMs(job.attempt, job.priority))
    } catch (error) {
      if (signal.aborted || performance.now() >= untilMs || !isDatabaseAway(error)) return
      await pause(GIVE_BACK_AGAIN_MS)
    }
  }
}

/** Works on the jobs and returns the errors of those that failed. */
async function findFailures(
  desk: Desk,
  { handle, sets }: PrioritySetup,
  first: Job,
  others: readonly Job[],
): Promise<ReadonlyMap<Job, unknown>> {
  const jobs = [first, ...others]
  try {
    if (sets !== undefined && others.length > 0) return await sets.handle(desk, jobs)
    await handle(desk, first)
    return new Map()
  } catch (error) {
    return new Map(jobs.map((job) => [job, error]))
  }
}
