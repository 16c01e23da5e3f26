import sql from 'sql-template-tag'
import { alertUnconfirmed } from '../../src/enforcement/alone/alert-unconfirmed.ts'
import { runBulkStage } from '../../src/enforcement/restore/bulk-restore.ts'
import { runExpireJob, runReleaseJob } from '../../src/enforcement/run-waiting.ts'
import { runAutomation } from '../../src/bulk/automation/run-automation.ts'
import { Rate } from '../../src/bulk/stages/rate.ts'
import { runBulkAction } from '../../src/bulk/stages/run-bulk-action.ts'
import type { Desk } from '../../src/policy/desk.ts'
import { checkReach } from '../../src/enforcement/effect/check-reach.ts'
import { driveSubjects } from '../../src/enforcement/effect/drive/drive-subjects.ts'
import { endEnforcement, lapseConfirm } from '../../src/enforcement/end/end-enforcement.ts'
import { reconcile } from '../../src/enforcement/reconcile/reconcile.ts'
import { claimJobs, type Job, type JobKind, type JobPriority } from '../../src/foundation/jobs.ts'
import type { Turn } from './gate.ts'
import { Life } from './life.ts'

const RATE = new Rate()
const HANDLERS: Partial<Record<JobKind, (desk: Desk, job: Job) => Promise<void>>> = {
  end: endEnforcement,
  reach: checkReach,
  reconcile,
  release: runReleaseJob,
  expire: runExpireJob,
  confirm: lapseConfirm,
  bulk: runBulkStage,
  bulk_action: (desk, job) => runBulkAction(desk, job, RATE),
  automate: runAutomation,
  unconfirmed: alertUnconfirmed,
}
const CLAIMS_MAX = 20
const ROUNDS_MAX = 12

/** Runs the due jobs, and those they enqueue, until none is left or the worker dies. */
export async function runTurn(desk: Desk, turn: Turn): Promise<void> {
  const life = new Life(turn.diesAtStep)
  const living: Desk = {
    ...desk,
    db: life.pool(desk.db),
    restoreDb: life.pool(desk.restoreDb),
    effectDb: life.pool(desk.effectDb),
    platform: life.platform(desk.platform),
  }
  await Promise.race([workAll(living, turn.doubled), life.ended])
}

async function workAll(desk: Desk, doubled: boolean): Promise<void> {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    let claimed = 0
    for (const priority of await listDuePriorities(desk)) {
      const jobs = await claimJobs(desk.db, priority, CLAIMS_MAX)
      claimed += jobs.length
      for (const set of formSets(jobs)) {
        const handle = () => handleSet(desk, set)
        await (doubled ? Promise.all([handle(), handle()]) : handle())
      }
    }
    if (claimed === 0) return
  }
}

/** The subjects that are due go together, as at a platform that takes batches. */
function formSets(jobs: readonly Job[]): (readonly Job[])[] {
  const drives = jobs.filter(({ kind }) => kind === 'drive')
  const others = jobs.filter(({ kind }) => kind !== 'drive').map((job) => [job])
  return drives.length > 0 ? [drives, ...others] : others
}

async function handleSet(desk: Desk, jobs: readonly Job[]): Promise<void> {
  const [job] = jobs
  if (job?.kind === 'drive') {
    for (const error of (await driveSubjects(desk, jobs)).values()) throw error
    return
  }
  if (job !== undefined) await HANDLERS[job.kind]?.(desk, job)
}

/** Finds the time of the next due job, periodic tasks left out. */
export async function nextDueAtMs({ db }: Desk): Promise<number | undefined> {
  const { rows } = await db.query<{ at: number | null }>(sql`
    select extract(epoch from min(greatest(due_at, coalesce(lease_until, due_at))))::float8 * 1000 as at
    from job where priority <> 'background'`)
  return rows[0]?.at ?? undefined
}

/**
 * Restores come first. This order replaces a query for each priority, because most priorities are empty most of the
 * time.
 */
async function listDuePriorities({ db }: Desk): Promise<JobPriority[]> {
  const { rows } = await db.query<{ priority: JobPriority }>(sql`
    select priority from job where due_at <= desk_now() and (lease_until is null or lease_until <= desk_now())
    group by priority order by priority = 'restore' desc, priority = 'effect' desc`)
  return rows.map(({ priority }) => priority)
}
