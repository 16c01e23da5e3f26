import type { BulkAction } from '../api/shapes.ts'
import { Mark } from '../desk/mark.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'

const TONES: Record<BulkAction['state'], StateTone> = {
  preparing: 'clock',
  proposed: 'waits',
  running: 'dark',
  looking: 'waits',
  done: 'safe',
  stopped: 'ended',
  declined: 'ended',
  expired: 'ended',
}

/** Shows the state of a bulk action. */
export const BulkActionMark = ({ state }: Pick<BulkAction, 'state'>) => (
  <Mark tone={TONES[state]}>{words.bulkActions.states[state]}</Mark>
)
