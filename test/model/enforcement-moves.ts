import type { EnforcementState } from '../../src/foundation/domain.ts'

/** Every move that an enforcement may make. SQL alone decides at a desk. Twin of enforcement_transition in SQL. */
export const ENFORCEMENT_MOVES: Record<EnforcementState, readonly EnforcementState[]> = {
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

export const canMove = (from: EnforcementState, to: EnforcementState): boolean => ENFORCEMENT_MOVES[from].includes(to)
