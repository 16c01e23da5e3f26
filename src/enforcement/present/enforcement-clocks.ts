import { isUnderFreeze } from '../gate-queries.ts'
import { agreeBy, agreeByForBlind } from '../next-step.ts'
import { WAITING } from '../enforcement-state.ts'
import type { Enforcement } from '../queries.ts'

/** The deadlines of an enforcement. Null: that clock does not run. */
interface Clocks {
  agreeBy: Date | null
  heldUntil: Date | null
  confirmBy: Date | null
  /** The end of the platform's own hold; no effect is visible before it. */
  platformHeldUntil: Date | null
}

/** The causes besides its own hold for which an enforcement pauses. */
interface Pauses {
  frozenUntil: Date | null
  isBreakerOpen: boolean
}

/** Returns the running clocks of an enforcement; an ended enforcement has none. `isBlind`: its reader reviews blind. */
export function clocksOf(enforcement: Enforcement, pauses: Pauses, { isBlind } = { isBlind: false }): Clocks {
  const { state, materialHash, confirmBy, confirmedAt, platformHeldUntil } = enforcement
  const isAsked = materialHash !== null && WAITING.includes(state) && state !== 'held'
  const isUnconfirmed = (state === 'releasing' || state === 'in_effect') && confirmedAt === null
  return {
    agreeBy: isAsked ? (isBlind ? agreeByForBlind : agreeBy)(enforcement) : null,
    // The end of the hold tells how long it is, and so what the proposal requires.
    heldUntil: isBlind ? null : heldUntil(enforcement, pauses),
    confirmBy: isUnconfirmed ? confirmBy : null,
    platformHeldUntil: state === 'releasing' ? platformHeldUntil : null,
  }
}

/**
 * Returns the end of the enforcement's hold, or of a freeze that holds it, whichever is later. A circuit breaker has no
 * end of its own.
 */
function heldUntil(enforcement: Enforcement, { frozenUntil, isBreakerOpen }: Pauses): Date | null {
  if (enforcement.state !== 'held' || isBreakerOpen) return null
  const holdEnds = enforcement.heldSince.getTime() + Math.max(0, enforcement.holdMs - enforcement.holdServedMs)
  const thawsAt = isUnderFreeze(enforcement) ? (frozenUntil?.getTime() ?? 0) : 0
  return new Date(Math.max(holdEnds, thawsAt))
}
