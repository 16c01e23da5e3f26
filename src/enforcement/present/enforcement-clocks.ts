import { isUnderFreeze } from '../gate-queries.ts'
import { agreeBy } from '../next-step.ts'
import { WAITING } from '../enforcement-state.ts'
import type { Enforcement } from '../queries.ts'

/** The deadlines of an enforcement. Null: that clock does not run. */
interface Clocks {
  agreeBy: Date | null
  heldUntil: Date | null
  confirmBy: Date | null
  /** The end of the platform's own hold; no effect is visible before. */
  platformHeldUntil: Date | null
}

/** The pauses of an enforcement besides its own hold. */
interface Pauses {
  frozenUntil: Date | null
  isBreakerOpen: boolean
}

/** Returns the clocks that run now; an ended enforcement has none. */
export function clocksOf(enforcement: Enforcement, pauses: Pauses): Clocks {
  const { state, materialHash, confirmBy, confirmedAt, platformHeldUntil } = enforcement
  const isAsked = materialHash !== null && WAITING.includes(state) && state !== 'held'
  const isUnconfirmed = (state === 'releasing' || state === 'in_effect') && confirmedAt === null
  return {
    agreeBy: isAsked ? agreeBy(enforcement) : null,
    heldUntil: heldUntil(enforcement, pauses),
    confirmBy: isUnconfirmed ? confirmBy : null,
    platformHeldUntil: state === 'releasing' ? platformHeldUntil : null,
  }
}

/** The end of its hold, or of a freeze it is under, whichever is later. A breaker has no end of its own. */
function heldUntil(enforcement: Enforcement, { frozenUntil, isBreakerOpen }: Pauses): Date | null {
  if (enforcement.state !== 'held' || enforcement.heldSince === null || isBreakerOpen) return null
  const holdEnds = enforcement.heldSince.getTime() + Math.max(0, enforcement.holdMs - enforcement.holdServedMs)
  const thawsAt = isUnderFreeze(enforcement) ? (frozenUntil?.getTime() ?? 0) : 0
  return new Date(Math.max(holdEnds, thawsAt))
}
