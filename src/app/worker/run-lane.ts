import type { Desk } from '../../policy/desk.ts'
import { backoffMs } from '../../enforcement/effect/backoff.ts'
import type { Pool } from '../../foundation/database/db.ts'
import { claimDue, type Due, type Lane, putOffDue } from '../../foundation/due.ts'
import { messageOf } from '../../foundation/errors.ts'
import type { Wake } from './wake.ts'

/** At least this often, whatever happens to notifications. */
const POLL_MS = 200

export interface LaneSetup {
  lane: Lane
  db: Pool
  /** How many rows of this lane one process works on at a time. */
  concurrencyMax: number
  handle: (desk: Desk, due: Due) => Promise<void>
  /** Awaited before more is taken on. */
  makeWay?: () => Promise<void>
}

/**
 * Works one lane's due rows until told to stop; then finishes what it holds. Any number of processes may do so. `turned` is
 * called whenever it looked for work, or did some.
 */
export async function runLane(
  desk: Desk,
  setup: LaneSetup,
  wake: Wake,
  signal: AbortSignal,
  turned: () => void = () => undefined,
): Promise<void> {
  const running = new Set<Promise<void>>()
  while (!signal.aborted) {
    await setup.makeWay?.()
    const hints = wake.hints(setup.lane)
    const free = setup.concurrencyMax - running.size
    const claimed = free > 0 ? await claim(desk, setup, free, turned) : []
    for (const due of claimed) {
      const work = handleOne(desk, setup, due).finally(() => {
        running.delete(work)
        turned()
      })
      running.add(work)
    }
    if (running.size >= setup.concurrencyMax) await Promise.race(running)
    else if (claimed.length < free) await wake.next(setup.lane, hints, POLL_MS, signal)
  }
  await Promise.all(running)
}

async function claim(desk: Desk, setup: LaneSetup, limit: number, turned: () => void): Promise<Due[]> {
  try {
    const claimed = await claimDue(setup.db, setup.lane, limit)
    turned()
    return claimed
  } catch (error) {
    // Nothing is lost: the rows are still there when the database is.
    desk.log.error({ lane: setup.lane, error: messageOf(error) }, 'due work could not be read')
    return []
  }
}

async function handleOne(desk: Desk, setup: LaneSetup, due: Due): Promise<void> {
  try {
    await setup.handle(desk, due)
  } catch (error) {
    desk.log.error({ due: due.kind, attempt: due.attempt, err: error }, 'due work failed and will be tried again')
    // If the database is what failed, the lease gives the row back.
    await putOffDue(setup.db, due, backoffMs(due.attempt, due.lane)).catch(() => {})
  }
}
