import { Text } from '@mantine/core'
import { formatClock } from '../components/format.ts'
import { useLiveStatus } from '../shell/live-status.tsx'
import { words } from '../words/words.ts'

/** Says whether the page follows the desk's events, and since when it does not. */
export function LiveMark() {
  const { silentSince, isAway } = useLiveStatus()
  const isLive = silentSince === null && !isAway
  return (
    <Text size="sm" c={isLive ? 'var(--state-safe)' : 'var(--state-waits)'} {...(!isAway && { visibleFrom: 'sm' })}>
      ● {isLive && words.live.on}
      {isAway && words.live.away}
      {!isAway && silentSince !== null && words.live.off({ since: formatClock(silentSince) })}
    </Text>
  )
}
