import { importOfflineRestores } from '../../enforcement/journal/import-offline-restores.ts'
import { driveSubjects } from '../../enforcement/effect/drive/drive-subjects.ts'
import { JOB_KINDS, type Job } from '../../foundation/jobs.ts'
import { appendCheckpoints } from '../../ledger/checkpoint.ts'
import { startSequencer } from '../../ledger/sequence.ts'
import type { Desk } from '../../policy/desk.ts'
import type { JobHandlers, PeriodicTask } from '../../policy/stage/stage.ts'
import { JOINED } from '../http/routes.ts'
import { completeTable } from '../join-tables.ts'
import { STAGES } from '../stages.ts'
import { supervisePriority } from './supervise-priority.ts'
import { listen } from './listen.ts'
import { lookForDue } from './look-for-due.ts'
import { RightOfWay } from './right-of-way.ts'
import type { PrioritySetup } from './work-priority.ts'
import { StallAlert } from './stall-alert.ts'
import { Wake } from './wake.ts'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * The handler of every kind of job, created for one worker. A kind without a handler, or with two, prevents its start.
 */
export const makeJobHandlers = (): JobHandlers =>
  completeTable(
    'job',
    JOB_KINDS,
    STAGES.map(({ jobs }) => jobs?.(JOINED) ?? {}),
  )

/** The most effects at a time, so that restrictive actions never crowd out restores at the platform. */
const EFFECTS_AT_ONCE = 8
const RESTORES_AT_ONCE = 16
/** The most subjects of one set. A person's Stop or restore waits for the rows of a set no longer than it is settled. */
const RESTORES_IN_SET = 100
/** Fewer than restores, because a restore may begin between two sets. */
const EFFECTS_IN_SET = 40
/** An effect begins at least this often, for any number of restores: many in a row must not stop everything else. */
const MAKE_WAY_MAX_MS = 250
const BACKGROUND_AT_ONCE = 4
const LOOKS_AT_ONCE = 4
/** The jobs of bulk actions at a time: one proposes enforcements, the others carry them out. */
const OF_BULK_ACTIONS_AT_ONCE = 8
/** The deliveries at a time: a slow receiver delays others no longer than its own answer takes. */
const TELLING_AT_ONCE = 8
const ASKING_AT_ONCE = 4
/** Each drift check waits for its turn among all checks of the platform. */
const RECONCILING_AT_ONCE = 2

interface WorkerOptions {
  /** The address for the connection that listens for notifications. */
  databaseUrl: string
  /** The file outside the database to which the ledger's checkpoint is written each minute. */
  checkpointsFile: string
}

/**
 * Runs all jobs and periodic tasks until the signal aborts, then finishes what it has claimed. Any number of workers
 * may run.
 */
export async function runWorker(desk: Desk, options: WorkerOptions, signal: AbortSignal): Promise<void> {
  const wake = new Wake()
  const handlers = makeJobHandlers()
  const handle = (on: Desk, job: Job) => handlers[job.kind](on, job)
  const way = new RightOfWay()
  const restores = {
    priority: 'restore',
    db: desk.restoreDb,
    concurrencyMax: RESTORES_AT_ONCE,
    handle: (on: Desk, job: Job) => way.first(() => handle(on, job)),
    sets: {
      kind: 'drive',
      sizeMax: RESTORES_IN_SET,
      handle: (on: Desk, jobs: readonly Job[]) => way.first(() => driveSubjects(on, jobs)),
    },
  } as const
  const sets = { kind: 'drive', sizeMax: EFFECTS_IN_SET, handle: driveSubjects } as const
  const effects = {
    priority: 'effect',
    db: desk.effectDb,
    concurrencyMax: EFFECTS_AT_ONCE,
    handle,
    sets,
    makeWay: () => way.clear(MAKE_WAY_MAX_MS),
  } as const
  const background = { priority: 'background', db: desk.db, concurrencyMax: BACKGROUND_AT_ONCE, handle } as const
  const bulkActions = {
    ...background,
    priority: 'bulk_action',
    concurrencyMax: OF_BULK_ACTIONS_AT_ONCE,
    makeWay: effects.makeWay,
    sets,
  } as const
  const kept = { wake, alert: new StallAlert(desk) }
  const run = (priority: PrioritySetup) => supervisePriority(desk, priority, kept, signal)
  await Promise.all([
    listen(options.databaseUrl, wake, desk.log, signal),
    lookForDue(desk, wake, signal),
    run(restores),
    // No effect begins before the desk has read the restores that were made without it.
    runStartChecks(desk).then(() => Promise.all([run(effects), run(bulkActions)])),
    run(background),
    run({ ...background, priority: 'drift', concurrencyMax: LOOKS_AT_ONCE }),
    run({ ...background, priority: 'notice', concurrencyMax: TELLING_AT_ONCE }),
    run({ ...background, priority: 'automation', concurrencyMax: ASKING_AT_ONCE }),
    run({ ...background, priority: 'reconcile', concurrencyMax: RECONCILING_AT_ONCE }),
    startSequencer(desk.db, desk.log, signal),
    appendCheckpoints(desk.db, options.checkpointsFile, desk.log, signal),
    runPeriodicTasks(desk, signal),
  ])
}

/**
 * A periodic task later reads a journal that can't be read now, and the platform reports those restores before the next
 * effect.
 */
const runStartChecks = (desk: Desk): Promise<void> =>
  importOfflineRestores(desk).catch((error: unknown) =>
    desk.log.error({ file: desk.recoveryJournal.path, error }, 'the recovery journal could not be read'),
  )

/**
 * Runs the periodic tasks of every stage, each at its interval, until the signal. A task that fails runs again at its next
 * turn.
 */
async function runPeriodicTasks(desk: Desk, signal: AbortSignal): Promise<void> {
  const onTasks: Desk = Object.create(desk, { db: { value: desk.taskDb } })
  const tasks = STAGES.flatMap(({ periodicTasks = [] }) => periodicTasks)
  await Promise.all(tasks.map((task) => repeat(onTasks, task, signal)))
}

async function repeat(desk: Desk, task: PeriodicTask, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await task
      .run(desk, JOINED)
      .catch((error: unknown) => desk.log.error({ task: task.name, error }, 'a periodic task failed'))
    await pause(task.everyMs, undefined, { signal }).catch(() => {})
  }
}
