import { CompositeChart } from '@mantine/charts'
import { Stack } from '@mantine/core'
import type { Insight, Unit } from '../api/shapes.ts'
import { formatNumber } from '../components/format.ts'
import { Panel } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { formatTick } from './format-insight.ts'
import type { Line } from './lines.ts'
import { fit, toTicks } from './scale.ts'

const HEIGHT_PX = 260
/** More dots would be one thick line. */
const DOTS_MAX = 62

interface Props {
  insight: Insight
  lines: readonly Line[]
}

/** Shows one chart for each unit: values that can't be compared share no axis. Every axis begins at 0. */
export function InsightCharts({ insight, lines }: Props) {
  const units = [...new Set(lines.map(({ unit }) => unit))]
  return (
    <Stack gap="md">
      {units.map((unit) => (
        <UnitChart key={unit} insight={insight} unit={unit} lines={lines.filter((line) => line.unit === unit)} />
      ))}
    </Stack>
  )
}

function UnitChart({ insight, lines, unit }: Props & { unit: Unit }) {
  const { chart, points, zone } = insight
  const highest = Math.max(0, ...points.flatMap(({ values }) => lines.map(({ place }) => values[place] ?? 0)))
  const { unit: measured, times } = fit(unit, highest)
  const data = points.map((point) => ({
    when: formatTick(point, insight),
    ...Object.fromEntries(lines.map(({ key, place }) => [key, timesOf(point.values[place] ?? null, times)])),
  }))
  const ticks = toTicks(highest * times, unit)
  const measure = measured === 'count' ? '' : words.insights.units[measured]
  const title = [words.insights.charts[chart].title, lines[0]?.measure, measure, zone]
    .filter((part) => part !== undefined && part !== '')
    .join(', ')
  return (
    <Panel title={title}>
      <CompositeChart
        h={HEIGHT_PX}
        data={data}
        dataKey="when"
        role="img"
        aria-label={title}
        accessibilityLayer={false}
        withLegend
        legendProps={{ verticalAlign: 'top', height: 36, itemSorter: null }}
        curveType="linear"
        connectNulls={false}
        withDots={points.length <= DOTS_MAX}
        maxBarWidth={40}
        valueFormatter={formatNumber}
        yAxisProps={{ domain: [0, ticks.at(-1) ?? 1], ticks, width: 56 }}
        xAxisProps={{ minTickGap: 24 }}
        series={lines.map(({ key, label, colour, dash, isBar }) => ({
          name: key,
          label,
          color: colour,
          type: isBar ? 'bar' : 'line',
          strokeDasharray: dash,
        }))}
      />
    </Panel>
  )
}

const timesOf = (value: number | null, times: number): number | null => (value === null ? null : value * times)
