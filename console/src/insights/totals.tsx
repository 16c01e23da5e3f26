import { Paper, SimpleGrid, Table, Text } from '@mantine/core'
import type { Insight } from '../api/shapes.ts'
import { Panel } from '../components/panel.tsx'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { formatName, formatValue } from './format-insight.ts'

/** Shows the totals of the whole period with their names. */
export const Totals = ({ insight: { chart, totals } }: { insight: Insight }) => (
  <SimpleGrid component="section" cols={{ base: 2, sm: 3, lg: 6 }} spacing="sm" aria-label={words.insights.whole}>
    {totals.map(({ name, unit, value }) => (
      <Paper key={name} withBorder p="sm">
        <Text size="xl" fw={700}>
          {formatValue(value, unit)}
        </Text>
        <Text size="sm" c="dimmed">
          {formatName(chart, name)}
        </Text>
      </Paper>
    ))}
  </SimpleGrid>
)

/** The widths below which the columns of a name and of a number are no longer read. */
const NAME_PX = 120
const NUMBER_PX = 80

/** Shows the totals of each group as a table, the largest group first. */
export function GroupTotals({ insight, nameGroup }: { insight: Insight; nameGroup: (group: number) => string }) {
  const { chart, by, groups, totals } = insight
  const measures = totals.filter(({ group }) => group === 0)
  const title = words.insights.dividing.groups({ dimension: by ?? 'queue' })
  return (
    <Panel title={title}>
      <WideTable label={title} minWidth={NAME_PX + measures.length * NUMBER_PX}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.insights.dimensions[by ?? 'queue']}</Table.Th>
            {measures.map(({ name }) => (
              <Table.Th key={name} ta="right">
                {formatName(chart, name)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map(({ value, others }, group) => (
            <Table.Tr key={`${others} ${value}`}>
              <Table.Th scope="row" fw={400}>
                {nameGroup(group)}
              </Table.Th>
              {totals
                .filter((each) => each.group === group)
                .map(({ name, unit, value: total }) => (
                  <Table.Td key={name} ta="right">
                    {formatValue(total, unit)}
                  </Table.Td>
                ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
      {by === 'policy' && (
        <Text size="sm" c="dimmed" mt="xs">
          {words.insights.dividing.withheld}
        </Text>
      )}
    </Panel>
  )
}
