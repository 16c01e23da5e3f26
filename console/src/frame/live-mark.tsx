import { Portal, Text } from '@mantine/core'
import { formatClock } from '../components/format.ts'
import { useLiveStatus } from '../shell/live-status.tsx'
import { words } from '../words/words.ts'

/** Says whether the page follows the desk's events, and since when it does not. */
export function LiveMark() {
  const { silentSince, isAway } = useLiveStatus()
  const isLive = silentSince === null && !isAway
  return (
    <>
      <Text size="sm" c={isLive ? 'var(--state-safe)' : 'var(--state-waits)'} visibleFrom="sm">
        ● {isLive && words.live.on}
        {isAway && words.live.away}
        {!isAway && silentSince !== null && words.live.off({ since: formatClock(silentSince) })}
      </Text>
      {isAway && <AwayNote />}
    </>
  )
}

/** The same on a phone, whose bar has no room for a sentence. It covers the page and moves nothing. */
const AwayNote = () => (
  <Portal>
    <Text size="sm" className="away-note" hiddenFrom="sm">
      {words.live.awayOnPhone}
    </Text>
  </Portal>
)
