import type { OrderState } from '../domain.ts'

/** Every move an order may make. The same words stand in SQL, which is the referee; a test compares the two. */
export const NEXT: Record<OrderState, readonly OrderState[]> = {
  proposed: ['awaiting_approval', 'held', 'releasing', 'stopped', 'expired', 'superseded'],
  awaiting_approval: ['held', 'releasing', 'declined', 'stopped', 'expired', 'superseded'],
  held: ['releasing', 'awaiting_approval', 'stopped', 'expired', 'superseded'],
  releasing: ['in_effect', 'failed', 'restoring'], // Not stopped: the platform may already have acted.
  in_effect: ['confirmed', 'restoring'],
  confirmed: ['restoring'],
  restoring: ['restored'],
  declined: [],
  stopped: [],
  expired: [],
  superseded: [],
  failed: [],
  restored: [],
}

export const canMove = (from: OrderState, to: OrderState): boolean => NEXT[from].includes(to)

/** Nothing has reached the platform yet: stopping such an order ends it. */
export const WAITING: readonly OrderState[] = ['proposed', 'awaiting_approval', 'held']
/** The platform may have acted: the way back from here is a restore. */
export const ACTING: readonly OrderState[] = ['releasing', 'in_effect', 'confirmed']
