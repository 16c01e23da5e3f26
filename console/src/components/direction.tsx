import type { Change } from '../api/shapes.ts'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import { StatePill } from './state-pill.tsx'

const TONES: Record<Change['direction'], StateTone> = { looser: 'alarm', mixed: 'waits', stricter: 'safe' }

/** Shows the direction of a change: whether it asks less of people than before. */
export const Direction = ({ of }: { of: Change['direction'] }) => (
  <StatePill tone={TONES[of]}>{words.changes.directions[of]}</StatePill>
)
