import { setTimeout as pause } from 'node:timers/promises'
import type { Desk } from '../../policy/desk.ts'
import { type PrioritySetup, workPriority } from './work-priority.ts'
import type { StallAlert } from './stall-alert.ts'
import type { Wake } from './wake.ts'

/** A loop that neither looked for work nor finished any for so long stands still. */
const STALLED_MS = 10_000
const LOOKS = 10

/**
 * Runs the loop of a priority until told to stop, and starts it anew when it stands still, with an alert. What the old run still holds goes on
 * or is claimed again when its lease ends: every handler may run twice.
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
 * Resolves when nothing turned at several looks in a row. Counted in looks and not in time: a process that was suspended for a
 * minute finds at its first look that a minute has passed, and isn't still.
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
