import { Button, Table } from '@mantine/core'
import type { Insight } from '../api/shapes.ts'
import { Panel } from '../components/panel.tsx'
import { storeFile } from '../components/store-file.ts'
import { WideTable } from '../components/wide-table.tsx'
import { words } from '../words/words.ts'
import { formatMoment, formatValue } from './format-insight.ts'
import type { Line } from './lines.ts'
import { toCsv } from './to-csv.ts'

/** The widths below which the columns of a time and of a number are no longer read. */
const TIME_PX = 160
const NUMBER_PX = 80

/** Shows the numbers of the charts, for screen readers and copying. The file to download has all numbers. */
export function InsightTable({ insight, lines }: { insight: Insight; lines: readonly Line[] }) {
  const { chart, points } = insight
  return (
    <Panel
      title={words.insights.table}
      aside={
        <Button size="compact-sm" variant="default" className="no-print" onClick={() => download(insight)}>
          {words.insights.csv}
        </Button>
      }
    >
      <WideTable
        label={[words.insights.charts[chart].title, lines[0]?.measure].filter(Boolean).join(', ')}
        minWidth={TIME_PX + lines.length * NUMBER_PX}
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{points[0]?.hour === null ? words.insights.stretch : words.insights.hour}</Table.Th>
            {lines.map(({ key, label }) => (
              <Table.Th key={key} ta="right">
                {label}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {points.map((point) => (
            <Table.Tr key={point.at ?? point.hour}>
              <Table.Th scope="row" fw={400}>
                {formatMoment(point, insight)}
              </Table.Th>
              {lines.map(({ key, unit, place }) => (
                <Table.Td key={key} ta="right">
                  {formatValue(point.values[place] ?? null, unit)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </WideTable>
    </Panel>
  )
}

const download = (insight: Insight): void =>
  storeFile(
    new Blob([toCsv(insight)], { type: 'text/csv' }),
    `${insight.chart}-${insight.from.slice(0, 10)}-${insight.to.slice(0, 10)}.csv`,
  )
