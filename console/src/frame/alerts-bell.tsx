import { ActionIcon, Indicator } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useUnacknowledged } from '../components/waiting-counts.ts'
import { words } from '../words/words.ts'

const COUNT_MAX = 99

/** Leads to the alerts, with the number that are unread. */
export function AlertsBell() {
  const count = useUnacknowledged()
  return (
    <Indicator
      disabled={count === 0}
      label={Math.min(count, COUNT_MAX)}
      size={18}
      offset={6}
      className="bell"
      color="var(--state-alarm)"
      data-tour="alerts"
    >
      <ActionIcon
        component={Link}
        to="/inbox"
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={words.frame.alerts({ count })}
      >
        <IconBell size={20} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
    </Indicator>
  )
}
