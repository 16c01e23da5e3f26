import { Badge, Code, Group, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { MachineKey } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { machineKeysQuery } from '../components/key-query.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'

/** Shows API keys and their scopes. They are created and revoked on the command line, where their text is safe. */
export function MachineKeys() {
  const keys = useQuery(machineKeysQuery)
  return (
    <Panel title={words.machineKeys.title}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" maw="72ch">
          {words.machineKeys.about} <Code>countersign key --help</Code>
        </Text>
        <Shown query={keys}>
          {({ items }) =>
            items.length === 0 ? <Text c="dimmed">{words.machineKeys.none}</Text> : <Keys items={items} />
          }
        </Shown>
      </Stack>
    </Panel>
  )
}

const Keys = ({ items }: { items: readonly MachineKey[] }) => (
  <WideTable label={words.machineKeys.title} minWidth={480}>
    <Table.Thead>
      <Table.Tr>
        {[words.machineKeys.name, words.machineKeys.may, words.machineKeys.made].map((head) => (
          <Table.Th key={head}>{head}</Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {items.map(({ id, name, scopes, createdAt }) => (
        <Table.Tr key={id}>
          <Table.Td>
            {name} ({id})
          </Table.Td>
          <Table.Td>
            <Group gap={4}>
              {scopes.map((scope) => (
                <Badge key={scope} variant="default" tt="none">
                  {words.machineKeys.scopes[scope]}
                </Badge>
              ))}
            </Group>
          </Table.Td>
          <Table.Td>{formatFull(createdAt)}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </WideTable>
)
