import type { Campaign } from '../api/shapes.ts'
import { Mark } from '../desk/mark.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/en.ts'

const TONES: Record<Campaign['state'], StateTone> = {
  preparing: 'clock',
  proposed: 'waits',
  running: 'dark',
  looking: 'waits',
  done: 'safe',
  stopped: 'ended',
  declined: 'ended',
  expired: 'ended',
}

/** Where a campaign stands. */
export const CampaignMark = ({ state }: Pick<Campaign, 'state'>) => (
  <Mark tone={TONES[state]}>{words.campaigns.states[state]}</Mark>
)
