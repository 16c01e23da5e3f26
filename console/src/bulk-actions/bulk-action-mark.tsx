import type { BulkAction } from '../api/shapes.ts'
import { StatePill } from '../components/state-pill.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'

const TONES: Record<BulkAction['state'], StateTone> = {
  preparing: 'clock',
  proposed: 'waits',
  running: 'alarm',
  looking: 'waits',
  done: 'safe',
  stopped: 'ended',
  declined: 'ended',
  expired: 'ended',
}

/** Shows the state of a bulk action. */
export const BulkActionMark = ({ state }: Pick<BulkAction, 'state'>) => (
  <StatePill tone={TONES[state]}>{words.bulkActions.states[state]}</StatePill>
)
