import { Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { formatClock, formatNumber } from '../components/format.ts'
import { Panel, Shown } from '../components/panel.tsx'
import { WideTable } from '../components/wide-table.tsx'
import type { OwnFact } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { myFactsQuery } from './queries.ts'

/** Shows the facts of the caller that guards read at this moment, and the purpose of each. */
export function OwnFacts() {
  const known = useQuery(myFactsQuery)
  return (
    <Panel title={words.ownFacts.title}>
      <Text size="sm" c="dimmed">
        {words.ownFacts.about}
      </Text>
      <Shown query={known}>
        {({ at, facts }) => (
          <WideTable label={words.ownFacts.title} minWidth={640}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.ownFacts.fact}</Table.Th>
                <Table.Th>{words.ownFacts.now({ time: formatClock(at) })}</Table.Th>
                <Table.Th>{words.ownFacts.purpose}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {facts.map(({ name, says, value, unit, purpose }) => (
                <Table.Tr key={name}>
                  <Table.Td>{says}</Table.Td>
                  <Table.Td>{formatFact(value, unit)}</Table.Td>
                  <Table.Td>{purpose}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </WideTable>
        )}
      </Shown>
    </Panel>
  )
}

function formatFact(value: OwnFact['value'], unit: string): string {
  if (value === null) return words.ownFacts.unknown
  if (typeof value === 'boolean') return value ? words.ownFacts.yes : words.ownFacts.no
  const text = typeof value === 'number' ? formatNumber(value) : value
  return unit === '' ? text : `${text} ${unit}`
}
