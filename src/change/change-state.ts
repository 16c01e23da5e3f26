export const CHANGE_STATES = [
  'proposed',
  'agreed',
  'applied',
  'declined',
  'withdrawn',
  'expired',
  'stopped',
  'failed',
] as const
export type ChangeState = (typeof CHANGE_STATES)[number]

/** Every move a change may make. The same words stand in SQL, which is the referee; a test compares the two. */
export const NEXT: Record<ChangeState, readonly ChangeState[]> = {
  proposed: ['agreed', 'applied', 'declined', 'withdrawn', 'expired'],
  // It waits for its time, in which any lead stops it.
  agreed: ['applied', 'stopped', 'withdrawn', 'failed'],
  applied: [],
  declined: [],
  withdrawn: [],
  expired: [],
  stopped: [],
  failed: [],
}
