import { Button, Table, Text, VisuallyHidden } from '@mantine/core'
import type { Session } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { formatAgo, formatFull } from './format.ts'
import { useNow } from './use-now.tsx'
import { WideTable } from './wide-table.tsx'

interface Props {
  items: readonly Session[]
  /** Ends one of the caller's own sessions, which is not the present one. Absent: the sessions of another person. */
  onEnd?: (sessionId: string) => void
}

/** Shows sessions with the browser that each claimed, the network it came from, and its times. */
export function SessionTable({ items, onEnd }: Props) {
  const { columns } = words.sessions
  return (
    <WideTable label={words.sessions.title} minWidth={560}>
      <Table.Thead>
        <Table.Tr>
          {[columns.device, columns.network, columns.began, columns.lastUsed].map((head) => (
            <Table.Th key={head}>{head}</Table.Th>
          ))}
          {onEnd && (
            <Table.Th>
              <VisuallyHidden>{columns.act}</VisuallyHidden>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((session) => (
          <Row key={session.id} of={session} {...(onEnd && { onEnd })} />
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

function Row({ of: session, onEnd }: { of: Session; onEnd?: (sessionId: string) => void }) {
  const now = useNow()
  const { id, current, device, network, beganAt, seenAt, endsAt } = session
  const name = device ?? words.sessions.unknownDevice
  return (
    <Table.Tr>
      <Table.Th scope="row" className="hostile">
        {name}
      </Table.Th>
      <Table.Td>
        <Text span inherit ff="monospace">
          {network ?? words.sessions.unknownNetwork}
        </Text>
      </Table.Td>
      <Table.Td title={words.sessions.until({ until: formatFull(endsAt) })}>{formatFull(beganAt)}</Table.Td>
      <Table.Td title={formatFull(seenAt)}>{formatAgo(seenAt, now)}</Table.Td>
      {onEnd && (
        <Table.Td>
          {current ? (
            words.sessions.thisOne
          ) : (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={words.sessions.ending({ device: name })}
              onClick={() => onEnd(id)}
            >
              {words.sessions.endOne}
            </Button>
          )}
        </Table.Td>
      )}
    </Table.Tr>
  )
}
