import { setTimeout as pause } from 'node:timers/promises'
import { findDue } from '../../foundation/jobs.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Wake } from './wake.ts'
import type { Writes } from './writes.ts'

/** A job that became due begins within this time, also without a notification. */
const LOOK_MS = 200
/**
 * The pause between two looks where no notifications arrive, while something is written: an effect then begins nearly as
 * soon as with one.
 */
const BUSY_LOOK_MS = 5
/** The time since the last write for which the database counts as busy. */
const BUSY_MS = 1_000
/** From this time without an answer on, the loop of restores looks for itself. */
const LATE_MS = 100

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
  // The connections of this loop may be in use, or silent. Those of restores are others.
  const missed = () => {
    writes.looked(undefined)
    wake.now('restore')
  }
  let [known, busyUntilMs] = ['', 0]
  while (!signal.aborted) {
    const [late, hanging] = [setTimeout(missed, LATE_MS), setInterval(missed, LOOK_MS)]
    try {
      const { snapshot, priorities } = await findDue(db)
      writes.looked(snapshot)
      if (snapshot !== known) busyUntilMs = performance.now() + BUSY_MS
      known = snapshot
      for (const priority of priorities) wake.now(priority)
    } catch (error) {
      log.warn({ error }, 'no look for due jobs; polling goes on')
      missed()
    } finally {
      clearTimeout(late)
      clearInterval(hanging)
    }
    const isBusy = !wake.isNotified && performance.now() < busyUntilMs
    await pause(isBusy ? BUSY_LOOK_MS : LOOK_MS, undefined, { signal }).catch(() => undefined)
  }
}
