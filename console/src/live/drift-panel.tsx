import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Drifts } from '../components/drifts.tsx'
import { formatMinute } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { driftDetectionQuery } from '../components/drift-query.ts'
import { words } from '../words/words.ts'

/** Shows the drift of protected accounts, and whether the desk can detect it at all. */
export function DriftPanel() {
  const found = useQuery(driftDetectionQuery())
  return (
    <Panel title={words.drift.title}>
      <Shown query={found}>
        {({ accounts, oldestReadAt, unread, unreadSince, hasOpenDrift }) => (
          <>
            <Text size="sm" c="dimmed" mb="xs">
              {oldestReadAt === null
                ? words.drift.never
                : words.drift.detected({ accounts, since: formatMinute(oldestReadAt) })}{' '}
              {unreadSince !== null && words.drift.unread({ accounts: unread, since: formatMinute(unreadSince) })}
            </Text>
            {hasOpenDrift ? <Drifts /> : <Text c="dimmed">{words.drift.none}</Text>}
          </>
        )}
      </Shown>
    </Panel>
  )
}
