import { setTimeout as pause } from 'node:timers/promises'
import { findDue } from '../../foundation/jobs.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Wake } from './wake.ts'
import type { Writes } from './writes.ts'

/** A job that became due begins within this time, also without a notification. */
const LOOK_MS = 200

/**
 * Looks for due jobs of all priorities with one statement until the signal aborts, and wakes the loops that have some: each
 * loop by itself would ask as often, and most of the time there is nothing to do. It also learns whether anything was
 * written, so that periodic tasks over new rows run only then.
 */
export async function lookForDue(
  { db, log }: Pick<Desk, 'db' | 'log'>,
  { wake, writes }: { wake: Wake; writes: Writes },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const due = await findDue(db).catch((error: unknown) => {
      log.warn({ error }, 'no look for due jobs; polling goes on')
      return undefined
    })
    writes.looked(due?.snapshot)
    for (const priority of due?.priorities ?? []) wake.now(priority)
    await pause(LOOK_MS, undefined, { signal }).catch(() => undefined)
  }
}
