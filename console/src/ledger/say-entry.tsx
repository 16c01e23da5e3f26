import { Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { LedgerEntry } from '../api/shapes.ts'

/** order_moved as "order moved", contentHash as "content hash": the ledger's own words, to be read. */
export const sayKind = (kind: string): string =>
  kind
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, (_all, before: string, after: string) => `${before} ${after.toLowerCase()}`)

/** The subject and the order an entry concerns, each with its page. */
export function About({ entry: { subject, orderId } }: { entry: Pick<LedgerEntry, 'subject' | 'orderId'> }) {
  return (
    <Group gap="xs" wrap="nowrap">
      {subject?.kind === 'account' && (
        <Link to="/accounts/$accountId" params={{ accountId: subject.id }}>
          {subject.id.slice(0, 40)}
        </Link>
      )}
      {subject?.kind === 'content' && (
        <Text span size="sm" className="hostile">
          {subject.id.slice(0, 40)}
        </Text>
      )}
      {orderId !== null && (
        <Link to="/orders/$orderId" params={{ orderId }}>
          {orderId}
        </Link>
      )}
    </Group>
  )
}
