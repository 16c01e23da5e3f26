import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Findings } from '../desk/findings.tsx'
import { sayMinute } from '../desk/format.ts'
import { Panel } from '../desk/panel.tsx'
import { watchQuery } from '../desk/watch-query.ts'
import { words } from '../words/words.ts'

/**
 * Shows when a protected account was last read, what a visitor got, and its drift. Shows nothing for any other account.
 */
export function AccountWatch({ accountId }: { accountId: string }) {
  const watched = useQuery(watchQuery(accountId)).data?.account
  if (watched === undefined || watched === null) return null
  const { readAt, visit, unreadSince, unreadWhy } = watched
  return (
    <Panel title={words.watch.account}>
      <Text size="sm" c="dimmed" mb="xs">
        {readAt === null ? words.watch.notRead : words.watch.lastRead({ at: sayMinute(readAt) })}{' '}
        {visit !== null && words.watch.visits[visit]}{' '}
        {unreadSince !== null && words.watch.accountUnread({ at: sayMinute(unreadSince), why: unreadWhy ?? '' })}
      </Text>
      <Findings account={accountId} />
    </Panel>
  )
}
