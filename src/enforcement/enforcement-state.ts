import type { EnforcementState } from '../foundation/domain.ts'

/** Nothing has reached the platform yet: stopping such an enforcement ends it. Twin of is_waiting in SQL. */
export const WAITING: readonly EnforcementState[] = ['proposed', 'awaiting_approval', 'held']
/** The platform may have acted: the way back from here is a restore. Twin of is_acting in SQL. */
export const ACTING: readonly EnforcementState[] = ['releasing', 'in_effect', 'confirmed']
