import { setTimeout as pause } from 'node:timers/promises'
import { findDue } from '../../foundation/jobs.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Wake } from './wake.ts'
import type { Writes } from './writes.ts'

/** A job that became due begins within this time, also without a notification. */
const LOOK_MS = 200
/** The pause between two looks where no notifications arrive, while anything is written. */
const WRITTEN_LOOK_MS = 25
/** The same while jobs come: the next one then begins nearly as soon as with a notification. */
const COMING_LOOK_MS = 5
/** A write, or a job that became due, counts for this time. */
const RECENT_MS = 1_000
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
  const pace = new Pace()
  while (!signal.aborted) {
    const [late, hanging] = [setTimeout(missed, LATE_MS), setInterval(missed, LOOK_MS)]
    try {
      const { snapshot, priorities } = await findDue(db)
      writes.looked(snapshot)
      pace.looked(snapshot, priorities.length > 0)
      for (const priority of priorities) wake.now(priority)
    } catch (error) {
      log.warn({ error }, 'no look for due jobs; polling goes on')
      missed()
    } finally {
      clearTimeout(late)
      clearInterval(hanging)
    }
    await pause(wake.isNotified ? LOOK_MS : pace.nextMs(), undefined, { signal }).catch(() => undefined)
  }
}

/** The pause between two looks without notifications: a desk with any traffic must not pay for looks that find nothing. */
export class Pace {
  #snapshot = ''
  #writtenAtMs = Number.NEGATIVE_INFINITY
  #foundAtMs = Number.NEGATIVE_INFINITY
  #isWaiting = false
  readonly #nowMs: () => number

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs
  }

  /** Takes the result of a look: the snapshot, and whether a job was due. */
  looked(snapshot: string, isDue: boolean): void {
    if (snapshot !== this.#snapshot) this.#writtenAtMs = this.#nowMs()
    if (isDue) this.#foundAtMs = this.#nowMs()
    this.#snapshot = snapshot
    this.#isWaiting = isDue
  }

  nextMs(): number {
    const isRecent = (atMs: number) => this.#nowMs() - atMs < RECENT_MS
    // A loop that has jobs waiting takes them one after the other, without a further look.
    if (!this.#isWaiting && isRecent(this.#foundAtMs)) return COMING_LOOK_MS
    return isRecent(this.#writtenAtMs) ? WRITTEN_LOOK_MS : LOOK_MS
  }
}
