import { isUnderFreeze } from '../gate-queries.ts'
import { agreeBy } from '../next-step.ts'
import { WAITING } from '../order-state.ts'
import type { Order } from '../queries.ts'

/** By when something must happen to an order, or will. Null: no such clock runs any more, or none ever did. */
export interface Clocks {
  agreeBy: Date | null
  heldUntil: Date | null
  confirmBy: Date | null
  /** The platform holds it by itself until then, and nothing of it is to be seen before. */
  platformHeldUntil: Date | null
}

/** What else than its own hold an order is held by. */
interface Pauses {
  frozenUntil: Date | null
  isShut: boolean
}

/** The clocks that run now. Of an order that ended, whatever it had waited for, none do. */
export function clocksOf(order: Order, pauses: Pauses): Clocks {
  const { state, materialHash, confirmBy, confirmedAt, platformHeldUntil } = order
  const isAsked = materialHash !== null && WAITING.includes(state) && state !== 'held'
  const isUnconfirmed = (state === 'releasing' || state === 'in_effect') && confirmedAt === null
  return {
    agreeBy: isAsked ? agreeBy(order) : null,
    heldUntil: heldUntil(order, pauses),
    confirmBy: isUnconfirmed ? confirmBy : null,
    platformHeldUntil: state === 'releasing' ? platformHeldUntil : null,
  }
}

/** The end of its hold, or of a freeze it is under, whichever is later. A breaker has no end of its own. */
function heldUntil(order: Order, { frozenUntil, isShut }: Pauses): Date | null {
  if (order.state !== 'held' || order.heldSince === null || isShut) return null
  const holdEnds = order.heldSince.getTime() + Math.max(0, order.holdMs - order.holdServedMs)
  const thawsAt = isUnderFreeze(order) ? (frozenUntil?.getTime() ?? 0) : 0
  return new Date(Math.max(holdEnds, thawsAt))
}
