import type { OrderState } from '../foundation/domain.ts'

/** Nothing has reached the platform yet: stopping such an order ends it. */
export const WAITING: readonly OrderState[] = ['proposed', 'awaiting_approval', 'held']
/** The platform may have acted: the way back from here is a restore. */
export const ACTING: readonly OrderState[] = ['releasing', 'in_effect', 'confirmed']
