import { setTimeout as pause } from 'node:timers/promises'
import type { Desk } from '../../policy/desk.ts'
import { type LaneSetup, runLane } from './run-lane.ts'
import type { StallAlert } from './stall-alert.ts'
import type { Wake } from './wake.ts'

/** A lane that neither looked for work nor finished any for so long stands still. */
const STALLED_MS = 10_000
const LOOKS = 10

/**
 * Runs a lane until told to stop, and starts it anew when it stands still, with an alert. What the old run still holds goes on
 * or is claimed again when its lease ends: every handler may run twice.
 */
export async function keepLane(
  desk: Desk,
  setup: LaneSetup,
  { wake, alert, stalledMs = STALLED_MS }: { wake: Wake; alert: StallAlert; stalledMs?: number },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const restart = new AbortController()
    let turns = 0
    const turned = () => {
      turns++
      alert.turns(setup.lane)
    }
    const lane = runLane(desk, setup, wake, AbortSignal.any([signal, restart.signal]), turned)
    const ended = lane.then(() => 'ended' as const)
    if ((await Promise.race([ended, waitUntilStill(() => turns, stalledMs, signal)])) !== 'still') return lane
    restart.abort()
    lane.catch((error: unknown) =>
      desk.log.error({ lane: setup.lane, err: error }, 'a worker lane that stood still failed'),
    )
    void alert.raise(setup.lane)
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
