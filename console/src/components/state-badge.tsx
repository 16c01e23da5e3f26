import type { EnforcementState } from '../api/shapes.ts'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import { StatePill } from './state-pill.tsx'

const TONES: Record<EnforcementState, StateTone> = {
  proposed: 'waits',
  awaiting_approval: 'waits',
  held: 'clock',
  releasing: 'clock',
  in_effect: 'alarm',
  confirmed: 'alarm',
  restoring: 'clock',
  declined: 'ended',
  stopped: 'ended',
  expired: 'ended',
  superseded: 'ended',
  failed: 'alarm',
  restored: 'safe',
}

export const toneOf = (state: EnforcementState): StateTone => TONES[state]

/** The state of an enforcement. */
export const StateBadge = ({ state }: { state: EnforcementState }) => (
  <StatePill tone={TONES[state]}>{words.states[state]}</StatePill>
)
