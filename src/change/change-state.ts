export const CHANGE_STATES = ['proposed', 'applied', 'declined', 'withdrawn', 'expired'] as const
export type ChangeState = (typeof CHANGE_STATES)[number]

/** Every move a change may make. The same words stand in SQL, which is the referee; a test compares the two. */
export const NEXT: Record<ChangeState, readonly ChangeState[]> = {
  proposed: ['applied', 'declined', 'withdrawn', 'expired'],
  applied: [],
  declined: [],
  withdrawn: [],
  expired: [],
}
