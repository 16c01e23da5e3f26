import type { Change } from '../api/shapes.ts'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/en.ts'
import { Mark } from './mark.tsx'

const TONES: Record<Change['direction'], StateTone> = { looser: 'dark', mixed: 'waits', stricter: 'safe' }

/** Which way a change goes: whether less is asked of anybody than before. */
export const Direction = ({ of }: { of: Change['direction'] }) => (
  <Mark tone={TONES[of]}>{words.changes.directions[of]}</Mark>
)
