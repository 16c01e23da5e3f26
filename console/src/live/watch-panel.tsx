import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Findings } from '../desk/findings.tsx'
import { sayMinute } from '../desk/format.ts'
import { Panel } from '../desk/panel.tsx'
import { watchQuery } from '../desk/watch-query.ts'
import { words } from '../words/words.ts'

/** Shows the drift of protected accounts, and whether the desk can detect it at all. */
export function WatchPanel() {
  const watch = useQuery(watchQuery()).data
  return (
    <Panel title={words.watch.title}>
      {watch !== undefined && (
        <Text size="sm" c="dimmed" mb="xs">
          {watch.oldestReadAt === null
            ? words.watch.never
            : words.watch.watched({ accounts: watch.accounts, since: sayMinute(watch.oldestReadAt) })}{' '}
          {watch.unreadSince !== null &&
            words.watch.unread({ accounts: watch.unread, since: sayMinute(watch.unreadSince) })}
        </Text>
      )}
      <Findings />
    </Panel>
  )
}
