import type { Conclusion, EnforcementState } from '../../../foundation/domain.ts'
import type { Outcome } from '../notices/notice-queries.ts'

/** The states in which an enforcement has its effect at the platform. */
const EFFECTIVE: ReadonlySet<EnforcementState> = new Set(['in_effect', 'confirmed'])
/** The states in which it waits for people or for the platform. */
const PENDING: ReadonlySet<EnforcementState> = new Set(['proposed', 'awaiting_approval', 'held', 'releasing'])

interface Decided {
  conclusion: Conclusion
  /** `proposed`: a second person has not agreed yet. */
  standing: 'final' | 'proposed'
  states: readonly EnforcementState[]
}

/**
 * Returns the outcome of a decided case. `pending`: an enforcement waits, so an answer now might be wrong. `open`: the
 * decision ended nothing, and the case goes on. Pure.
 */
export function outcomeOf({ conclusion, standing, states }: Decided): Outcome | 'pending' | 'open' {
  switch (conclusion) {
    case 'escalate':
      return 'open'
    case 'no_violation':
      return 'not_actioned'
    case 'newsworthy_exception':
      return standing === 'final' ? 'not_actioned' : 'pending'
    case 'violation':
      if (states.some((state) => EFFECTIVE.has(state))) return 'actioned'
      // Without any action the decision itself is the outcome: the content stays, or is gone already.
      if (states.length === 0) return 'not_actioned'
      return states.some((state) => PENDING.has(state)) ? 'pending' : 'open'
    default:
      return conclusion satisfies never
  }
}
