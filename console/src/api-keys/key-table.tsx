import { Badge, Button, Group, Table, VisuallyHidden } from '@mantine/core'
import type { MachineKey } from '../api/shapes.ts'
import { formatAgo, formatDay, formatFull } from '../components/format.ts'
import { useNow } from '../components/use-now.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'

interface Acts {
  /** True while another act would lose a key that is still to be copied. */
  isLocked: boolean
  onRotate?: (key: MachineKey) => void
  onRevoke?: (key: MachineKey) => void
}

/** Shows API keys, their rights, their last use and the person who proposed each. */
export function KeyTable({ items, ...acts }: { items: readonly MachineKey[] } & Acts) {
  const { columns } = words.apiKeys
  return (
    <WideTable label={words.apiKeys.title} minWidth={720}>
      <Table.Thead>
        <Table.Tr>
          {[columns.name, columns.scopes, columns.used, columns.made, columns.by].map((head) => (
            <Table.Th key={head}>{head}</Table.Th>
          ))}
          <Table.Th>
            <VisuallyHidden>{columns.acts}</VisuallyHidden>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {items.map((key) => (
          <Row key={key.id} of={key} {...acts} />
        ))}
      </Table.Tbody>
    </WideTable>
  )
}

function Row({ of: key, isLocked, onRotate, onRevoke }: { of: MachineKey } & Acts) {
  const now = useNow()
  const { id, name, scopes, source, authorityId, usedAt, createdAt, createdBy } = key
  return (
    <Table.Tr>
      <Table.Th scope="row" className="hostile">
        {name} ({id})
      </Table.Th>
      <Table.Td>
        <Group gap={4}>
          {scopes.map((scope) => (
            <Badge key={scope} variant="default" tt="none">
              {words.apiKeys.scopes[scope]}
            </Badge>
          ))}
          {source ?? authorityId}
        </Group>
      </Table.Td>
      <Table.Td title={usedAt === null ? undefined : formatFull(usedAt)}>
        {usedAt === null ? words.apiKeys.unused : formatAgo(usedAt, now)}
      </Table.Td>
      <Table.Td title={formatFull(createdAt)}>{formatDay(createdAt)}</Table.Td>
      <Table.Td>{createdBy ?? words.apiKeys.byCommand}</Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          {onRotate && (
            <Act says={words.apiKeys.rotate} name={name} isLocked={isLocked} onClick={() => onRotate(key)} />
          )}
          {onRevoke && (
            <Act says={words.apiKeys.revoke} name={name} isLocked={isLocked} onClick={() => onRevoke(key)} />
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  )
}

interface ActProps {
  says: string
  name: string
  isLocked: boolean
  onClick: () => void
}

const Act = ({ says, name, isLocked, onClick }: ActProps) => (
  <Button size="compact-xs" variant="default" disabled={isLocked} aria-label={`${says}: ${name}`} onClick={onClick}>
    {says}
  </Button>
)
