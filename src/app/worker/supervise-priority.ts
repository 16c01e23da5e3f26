import { setTimeout as pause } from 'node:timers/promises'
import type { Desk } from '../../policy/desk.ts'
import { type PrioritySetup, workPriority } from './work-priority.ts'
import type { StallAlert } from './stall-alert.ts'
import type { Wake } from './wake.ts'

/** A loop that neither looked for work nor finished any for this long hangs. */
const STALLED_MS = 10_000
const LOOKS = 10

/**
 * Runs the loop of a priority until the signal aborts, and restarts it with an alert when it hangs. Jobs that the old
 * run still holds are finished or claimed again when their lease ends: every handler may run twice.
 */
export async function supervisePriority(
  desk: Desk,
  setup: PrioritySetup,
  { wake, alert, stalledMs = STALLED_MS }: { wake: Wake; alert: StallAlert; stalledMs?: number },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const restart = new AbortController()
    let turns = 0
    const turned = () => {
      turns++
      alert.turns(setup.priority)
    }
    const loop = workPriority(desk, setup, wake, AbortSignal.any([signal, restart.signal]), turned)
    const ended = loop.then(() => 'ended' as const)
    if ((await Promise.race([ended, waitUntilStill(() => turns, stalledMs, signal)])) !== 'still') return loop
    restart.abort()
    loop.catch((error: unknown) =>
      desk.log.error({ priority: setup.priority, err: error }, 'a worker loop that stood still failed'),
    )
    void alert.raise(setup.priority)
  }
}

/**
 * Resolves when the loop made no progress at several checks in a row. Checks are counted and not time: a process that
 * was suspended for a minute has not hung.
 */
async function waitUntilStill(countTurns: () => number, stalledMs: number, signal: AbortSignal) {
  let [known, stillLooks] = [countTurns(), 0]
  while (stillLooks < LOOKS) {
    await pause(stalledMs / LOOKS, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return 'stopping'
    const turns = countTurns()
    stillLooks = turns === known ? stillLooks + 1 : 0
    known = turns
  }
  return 'still'
}
