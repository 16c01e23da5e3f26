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
