import type { OrderState } from '../foundation/domain.ts'

/** Nothing has reached the platform yet: stopping such an order ends it. Twin of is_waiting in SQL. */
export const WAITING: readonly OrderState[] = ['proposed', 'awaiting_approval', 'held']
/** The platform may have acted: the way back from here is a restore. Twin of is_acting in SQL. */
export const ACTING: readonly OrderState[] = ['releasing', 'in_effect', 'confirmed']
