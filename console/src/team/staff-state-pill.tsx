import type { Member } from '../api/shapes.ts'
import { StatePill } from '../components/state-pill.tsx'
import { useNow } from '../components/use-now.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'

type State = keyof typeof words.team.states
const TONES: Record<State, StateTone> = {
  ended: 'ended',
  restricted: 'alarm',
  onShift: 'safe',
  onCall: 'clock',
  off: 'ended',
  later: 'waits',
}

/** Shows the state of a person at this moment. */
export function StaffStatePill({ of }: { of: Member }) {
  const state = stateOf(of, useNow())
  return <StatePill tone={TONES[state]}>{words.team.states[state]}</StatePill>
}

function stateOf({ endedAt, restricted, onShift, onCall, startsAt }: Member, now: number): State {
  if (endedAt !== null) return 'ended'
  if (restricted) return 'restricted'
  if (Date.parse(startsAt) > now) return 'later'
  if (onShift) return 'onShift'
  return onCall ? 'onCall' : 'off'
}
