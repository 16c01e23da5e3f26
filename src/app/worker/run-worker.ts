import { setTimeout as pause } from 'node:timers/promises'
import { compareJournal } from '../../enforcement/journal/compare-journal.ts'
import { importOfflineRestores } from '../../enforcement/journal/import-offline-restores.ts'
import { noticeLostLabels } from '../../enforcement/labels/lost/notice-lost-labels.ts'
import { noticeLedgerLoss } from '../../enforcement/recovery/notice-ledger-loss.ts'
import { appendCheckpoints } from '../../ledger/checkpoint.ts'
import { startSequencer } from '../../ledger/sequence.ts'
import type { Desk } from '../../policy/desk.ts'
import type { PeriodicTask } from '../../policy/stage/stage.ts'
import { JOINED } from '../http/routes.ts'
import { STAGES } from '../stages.ts'
import { listen } from './listen.ts'
import { lookForDue } from './look-for-due.ts'
import { setUpPriorities } from './priorities.ts'
import { StallAlert } from './stall-alert.ts'
import { supervisePriority } from './supervise-priority.ts'
import { Wake } from './wake.ts'
import type { PrioritySetup } from './work-priority.ts'
import { Writes } from './writes.ts'

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
  const writes = new Writes()
  const { effect, bulk_action: bulkAction, ...others } = setUpPriorities(desk)
  const kept = { wake, alert: new StallAlert(desk) }
  const run = (priority: PrioritySetup) => supervisePriority(desk, priority, kept, signal)
  await Promise.all([
    listen(options.databaseUrl, wake, desk.log, signal),
    lookForDue(desk, { wake, writes }, signal),
    // No effect begins before the desk has read the restores that were made without it, and what the database lost.
    runStartChecks(desk, options.checkpointsFile, signal).then(() => Promise.all([run(effect), run(bulkAction)])),
    ...Object.values(others).map(run),
    startSequencer(desk.db, desk.log, signal, writes),
    appendCheckpoints(desk.db, options.checkpointsFile, desk.log, signal, () =>
      noticeLedgerLoss(desk, options.checkpointsFile),
    ),
    runPeriodicTasks(desk, writes, signal),
  ])
}

const LOOK_AGAIN_MS = 5_000

/**
 * Reads what the data folder knows and the database does not. While the checkpoints can't be read, effects wait and
 * restores do not: the database may be an old one. A periodic task later reads a journal that can't be read now, and the
 * platform reports those restores before the next effect.
 */
async function runStartChecks(desk: Desk, checkpointsFile: string, signal: AbortSignal): Promise<void> {
  const attempt = (check: () => Promise<void>) =>
    check().then(
      () => true,
      (error: unknown) => {
        desk.log.error({ checkpointsFile, journal: desk.recoveryJournal.path, error }, 'a check at the start failed')
        return false
      },
    )
  while (!(await attempt(() => noticeLedgerLoss(desk, checkpointsFile)))) {
    await pause(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined) // It rejects only when the signal aborts.
    if (signal.aborted) return
  }
  await attempt(() => importOfflineRestores(desk))
  await attempt(() => compareJournal(desk))
  await attempt(() => noticeLostLabels(desk))
}

/**
 * Runs the periodic tasks of every stage, each at its interval, until the signal. A task that fails runs again at its next
 * turn.
 */
async function runPeriodicTasks(desk: Desk, writes: Writes, signal: AbortSignal): Promise<void> {
  const onTasks: Desk = Object.create(desk, { db: { value: desk.taskDb } })
  const tasks = STAGES.flatMap(({ periodicTasks = [] }) => periodicTasks)
  await Promise.all(tasks.map((task) => repeatTask(onTasks, task, writes, signal)))
}

/** Repeats a task at its interval until the signal. One over new rows is left out while nothing was written. */
export async function repeatTask(desk: Desk, task: PeriodicTask, writes: Writes, signal: AbortSignal): Promise<void> {
  // Of the last run that did not fail.
  let mark: number | undefined
  while (!signal.aborted) {
    if (!task.afterWrites || mark === undefined || writes.since(mark)) {
      const before = writes.mark()
      mark = await task.run(desk, JOINED).then(
        () => before,
        (error: unknown) => void desk.log.error({ task: task.name, error }, 'a periodic task failed'),
      )
    }
    await pause(task.everyMs, undefined, { signal }).catch(() => {})
  }
}
