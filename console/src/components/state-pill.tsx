import { Text } from '@mantine/core'
import {
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconMinus,
  type IconProps,
  IconSquareFilled,
} from '@tabler/icons-react'
import type { FunctionComponent, ReactNode } from 'react'
import type { StateTone } from '../shell/theme.ts'

const ICONS: Record<StateTone, FunctionComponent<IconProps>> = {
  waits: IconCircleDashed,
  clock: IconClock,
  alarm: IconSquareFilled,
  safe: IconCircleCheck,
  ended: IconMinus,
}

interface Props {
  tone: StateTone
  /** A sign to show instead of the tone's own icon. */
  icon?: string
  size?: 'lg'
  children: ReactNode
}

/** Shows a state as a pill of icon, word and colour, never as colour alone. */
export const StatePill = ({ tone, icon, size, children }: Props) => (
  <span className={`pill pill-${tone}${size === 'lg' ? ' pill-lg' : ''}`}>
    <Sign tone={tone} icon={icon} />
    <span className="pill-word">{children}</span>
  </span>
)

/** Shows the icon alone, beside words that state the same. */
export const Icon = ({ tone, icon }: Pick<Props, 'tone' | 'icon'>) => (
  <Text span fw={600} c={`var(--state-${tone})`}>
    <Sign tone={tone} icon={icon} />
  </Text>
)

function Sign({ tone, icon }: { tone: StateTone; icon: string | undefined }) {
  const Shape = ICONS[tone]
  return icon === undefined ? (
    <Shape size={13} stroke={2.2} aria-hidden="true" />
  ) : (
    <span aria-hidden="true">{icon}</span>
  )
}
