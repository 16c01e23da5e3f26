import { Text } from '@mantine/core'
import type { StateTone } from '../shell/theme.ts'

const ICONS: Record<StateTone, string> = { waits: '◔', clock: '◷', dark: '■', safe: '✓', ended: '–' }

/** Where something stands as icon, word and colour: never colour alone. */
export function Mark({ tone, children }: { tone: StateTone; children: string }) {
  return (
    <Text span fw={600} c={`var(--state-${tone})`} style={{ whiteSpace: 'nowrap' }}>
      <span aria-hidden="true">{ICONS[tone]}</span> {children}
    </Text>
  )
}
