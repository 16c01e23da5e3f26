import type { Conclusion, EnforcementState, RestoreCause } from '../../../foundation/domain.ts'
import type { Outcome } from '../notices/notice-queries.ts'

/** The states in which an enforcement has its effect at the platform. */
const EFFECTIVE: ReadonlySet<EnforcementState> = new Set(['in_effect', 'confirmed'])
/** The states in which it waits for people or for the platform. */
const PENDING: ReadonlySet<EnforcementState> = new Set(['proposed', 'awaiting_approval', 'held', 'releasing'])

interface Decided {
  conclusion: Conclusion
  /** `proposed`: a second person has not agreed yet. */
  standing: 'final' | 'proposed'
  enforcements: readonly DecidedEnforcement[]
}

/** An enforcement of a decision. */
export interface DecidedEnforcement {
  state: EnforcementState
  /** The cause of its restore. Null: there is none. */
  cause: RestoreCause | null
}

/** True for one that has its effect, or had it until its time was over. */
const hadEffect = ({ state, cause }: DecidedEnforcement): boolean => EFFECTIVE.has(state) || cause === 'ended'

/**
 * Returns the outcome of a decided case. `pending`: an enforcement waits, so an answer now might be wrong. `open`: the
 * decision ended nothing, and the case goes on. Pure.
 */
export function outcomeOf({ conclusion, standing, enforcements }: Decided): Outcome | 'pending' | 'open' {
  switch (conclusion) {
    case 'escalate':
      return 'open'
    case 'no_violation':
      return 'not_actioned'
    case 'newsworthy_exception':
      return standing === 'final' ? 'not_actioned' : 'pending'
    case 'violation':
      if (enforcements.some(hadEffect)) return 'actioned'
      // Without any action the decision itself is the outcome: the content stays, or is gone already.
      if (enforcements.length === 0) return 'not_actioned'
      if (enforcements.some(({ state }) => PENDING.has(state))) return 'pending'
      // An appeal ends what was decided. Any other restore opens the case again.
      return enforcements.some(({ cause }) => cause === 'appeal') ? 'not_actioned' : 'open'
    default:
      return conclusion satisfies never
  }
}
