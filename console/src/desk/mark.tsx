import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { StateTone } from '../shell/theme.ts'

const ICONS: Record<StateTone, string> = { waits: '◔', clock: '◷', dark: '■', safe: '✓', ended: '–' }

interface Props {
  tone: StateTone
  /** An icon to use instead of the tone's own. */
  icon?: string
  size?: 'lg'
  children: ReactNode
}

/** Shows a state as icon, word and colour, never as colour alone. */
export function Mark({ tone, icon = ICONS[tone], size, children }: Props) {
  return (
    <Text span fw={600} c={`var(--state-${tone})`} {...(size ? { size } : {})}>
      <span aria-hidden="true">{icon}</span>
      {'\u00a0'}
      {children}
    </Text>
  )
}

/** Shows the icon alone, beside words that state the same. */
export const Icon = ({ tone, icon = ICONS[tone] }: Pick<Props, 'tone' | 'icon'>) => (
  <Text span fw={600} c={`var(--state-${tone})`} aria-hidden="true">
    {icon}
  </Text>
)
