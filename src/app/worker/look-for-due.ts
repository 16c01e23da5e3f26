import { setTimeout as pause } from 'node:timers/promises'
import { listDuePriorities } from '../../foundation/jobs.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Wake } from './wake.ts'

/** A job that became due begins within this time, also without a notification. */
const LOOK_MS = 200

/**
 * Looks for due jobs of all priorities with one statement until the signal aborts, and wakes the loops that have some: each
 * loop by itself would ask as often, and most of the time there is nothing to do.
 */
export async function lookForDue(
  { db, log }: Pick<Desk, 'db' | 'log'>,
  wake: Wake,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const due = await listDuePriorities(db).catch((error: unknown) => {
      log.warn({ error }, 'no look for due jobs; polling goes on')
      return []
    })
    for (const priority of due) wake.now(priority)
    await pause(LOOK_MS, undefined, { signal }).catch(() => undefined)
  }
}
