import { setTimeout as pause } from 'node:timers/promises'
import { messageOf } from '../../foundation/errors.ts'
import type { Desk } from '../../policy/desk.ts'
import type { PeriodicTask } from '../../policy/stage/stage.ts'
import { JOINED } from '../http/routes.ts'
import { STAGES } from '../stages.ts'

/**
 * Runs every stage's periodic tasks, each at its interval, until the signal aborts. A failed task is tried again at its
 * next turn.
 */
export async function runPeriodicTasks(desk: Desk, signal: AbortSignal): Promise<void> {
  const onTasks: Desk = Object.create(desk, { db: { value: desk.taskDb } })
  const tasks = STAGES.flatMap(({ periodicTasks = [] }) => periodicTasks)
  await Promise.all(tasks.map((task) => repeat(onTasks, task, signal)))
}

async function repeat(desk: Desk, task: PeriodicTask, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await task
      .run(desk, JOINED)
      .catch((error: unknown) => desk.log.error({ task: task.name, error: messageOf(error) }, 'a periodic task failed'))
    await pause(task.everyMs, undefined, { signal }).catch(() => {})
  }
}
