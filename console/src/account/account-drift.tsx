import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Drifts } from '../components/drifts.tsx'
import { formatMinute } from '../components/format.ts'
import { Panel } from '../components/panel.tsx'
import { driftDetectionQuery } from '../components/drift-query.ts'
import { words } from '../words/words.ts'

/**
 * Shows when a protected account was last read, what a visitor got, and its drift. Shows nothing for any other account.
 */
export function AccountDrift({ accountId }: { accountId: string }) {
  const reading = useQuery(driftDetectionQuery(accountId)).data?.account
  if (reading === undefined || reading === null) return null
  const { readAt, visit, unreadSince, unreadWhy } = reading
  return (
    <Panel title={words.drift.account}>
      <Text size="sm" c="dimmed" mb="xs">
        {readAt === null ? words.drift.notRead : words.drift.lastRead({ at: formatMinute(readAt) })}{' '}
        {visit !== null && words.drift.visits[visit]}{' '}
        {unreadSince !== null && words.drift.accountUnread({ at: formatMinute(unreadSince), why: unreadWhy ?? '' })}
      </Text>
      <Drifts account={accountId} />
    </Panel>
  )
}
