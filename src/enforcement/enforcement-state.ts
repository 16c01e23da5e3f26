import type { EnforcementState } from '../foundation/domain.ts'

/**
 * The states in which nothing has reached the platform yet: stopping such an enforcement ends it.
 * Twin of is_waiting in SQL.
 */
export const WAITING: readonly EnforcementState[] = ['proposed', 'awaiting_approval', 'held']
/**
 * The states in which the platform may have acted: stopping such an enforcement means restoring it.
 * Twin of is_acting in SQL.
 */
export const ACTING: readonly EnforcementState[] = ['releasing', 'in_effect', 'confirmed']
/** The states in which a read-back showed the effect and no act has ended it. Twin of is_effective in SQL. */
export const EFFECTIVE: readonly EnforcementState[] = ['in_effect', 'confirmed']

/** Nothing of it has reached the platform, so no clock of an effect runs. */
interface Unreleased {
  generation: null
  inEffectAt: null
  endsAt: null
  confirmBy: null
  confirmedAt: null
  platformHeldUntil: null
  failing: false
  lifted: false
}

/** It was released: the platform may have acted. */
interface Released {
  heldSince: Date | null
  generation: number
  endsAt: Date | null
  /** The time at which it is undone unless a person confirms it; null: no such clock runs. */
  confirmBy: Date | null
  /** The platform itself holds it until then, or did; null: it does not. Its clocks begin there. */
  platformHeldUntil: Date | null
  lifted: boolean
}

/** The fields that go with each state. `enforcement_progress` in SQL refuses every other combination. */
export type Progress =
  | (Unreleased & { state: 'proposed'; heldSince: null })
  | (Unreleased & { state: 'awaiting_approval'; heldSince: Date | null })
  | (Unreleased & { state: 'held'; heldSince: Date })
  | (Unreleased & { state: 'declined' | 'stopped' | 'expired' | 'superseded'; heldSince: Date | null })
  | (Released & { state: 'releasing'; inEffectAt: null; confirmedAt: Date | null; failing: boolean })
  | (Released & { state: 'in_effect'; inEffectAt: Date; confirmedAt: Date | null; failing: false })
  | (Released & { state: 'confirmed'; inEffectAt: Date; confirmedAt: Date; failing: false })
  | (Released & {
      state: 'restoring' | 'restored'
      inEffectAt: Date | null
      confirmedAt: Date | null
      failing: boolean
    })
  | (Released & { state: 'failed'; inEffectAt: null; confirmedAt: Date | null; failing: true })
