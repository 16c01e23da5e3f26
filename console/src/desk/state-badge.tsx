import { Text } from '@mantine/core'
import type { OrderState } from '../api/shapes.ts'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/en.ts'

const TONES: Record<OrderState, StateTone> = {
  proposed: 'waits',
  awaiting_approval: 'waits',
  held: 'clock',
  releasing: 'clock',
  in_effect: 'dark',
  confirmed: 'dark',
  restoring: 'clock',
  declined: 'ended',
  stopped: 'ended',
  expired: 'ended',
  superseded: 'ended',
  failed: 'dark',
  restored: 'safe',
}
const ICONS: Record<StateTone, string> = { waits: '◔', clock: '⏱', dark: '■', safe: '✓', ended: '–' }

/** A state as icon, word and colour: never colour alone. */
export function StateBadge({ state }: { state: OrderState }) {
  const tone = TONES[state]
  return (
    <Text span fw={600} c={`var(--state-${tone})`} style={{ whiteSpace: 'nowrap' }}>
      <span aria-hidden="true">{ICONS[tone]}</span> {words.states[state]}
    </Text>
  )
}
