import type { RuleFileVersion } from '../../api/shapes.ts'
import { formatMinute } from '../../components/format.ts'
import { StatePill } from '../../components/state-pill.tsx'
import type { StateTone } from '../../shell/theme.ts'
import { words } from '../../words/words.ts'

const TONES: Record<RuleFileVersion['state'], StateTone> = {
  in_force: 'safe',
  planned: 'clock',
  past: 'ended',
  withdrawn: 'ended',
}

/** Shows whether a version is in force, will be, was, or never was. */
export const VersionState = ({ version: { state, effectiveAt } }: { version: RuleFileVersion }) => (
  <StatePill tone={TONES[state]}>{words.guards.files.states[state]({ at: formatMinute(effectiveAt) })}</StatePill>
)
