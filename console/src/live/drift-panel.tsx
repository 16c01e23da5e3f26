import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Drifts } from '../components/drifts.tsx'
import { formatMinute } from '../components/format.ts'
import { Panel } from '../components/panel.tsx'
import { driftDetectionQuery } from '../components/drift-query.ts'
import { words } from '../words/words.ts'

/** Shows the drift of protected accounts, and whether the desk can detect it at all. */
export function DriftPanel() {
  const detection = useQuery(driftDetectionQuery()).data
  return (
    <Panel title={words.drift.title}>
      {detection !== undefined && (
        <Text size="sm" c="dimmed" mb="xs">
          {detection.oldestReadAt === null
            ? words.drift.never
            : words.drift.detected({ accounts: detection.accounts, since: formatMinute(detection.oldestReadAt) })}{' '}
          {detection.unreadSince !== null &&
            words.drift.unread({ accounts: detection.unread, since: formatMinute(detection.unreadSince) })}
        </Text>
      )}
      <Drifts />
    </Panel>
  )
}
