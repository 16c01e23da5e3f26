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
