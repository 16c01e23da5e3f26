import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import { Stack } from '@mantine/core'
import type { Insight, Unit } from '../api/shapes.ts'
import { formatNumber } from '../components/format.ts'
import { Panel } from '../components/panel.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import { formatName, formatTick } from './format-insight.ts'
import { fit, toTicks } from './scale.ts'

const HEIGHT_PX = 260
/** Totals of a period's part are bars; levels at its end and measured values are lines. */
const BARS: readonly Unit[] = ['count', 'a_day']
const SUMS: readonly string[] = ['minutes', 'wrong_minutes']
const LEVELS: readonly string[] = ['waiting']
const isBar = (name: string, unit: Unit): boolean =>
  SUMS.includes(name) || (BARS.includes(unit) && !LEVELS.includes(name))

/** The tones of series with a meaning; each other series takes the next free colour. */
const TONES: Readonly<Record<string, StateTone>> = {
  waiting: 'waits',
  closed: 'safe',
  late: 'alarm',
  overturned: 'alarm',
  rate: 'alarm',
  lapsed: 'waits',
  agreed: 'safe',
  differed: 'alarm',
  looked_late: 'waits',
  declined: 'alarm',
  fast: 'waits',
  saved: 'safe',
  ran_out: 'ended',
  wrong_minutes: 'alarm',
  wrong: 'alarm',
  ended: 'ended',
  age_p95: 'alarm',
  p95: 'alarm',
  decisions: 'safe',
}
const DASHES: Readonly<Record<string, string>> = { age_p95: '6 3', p95: '6 3' }

/** Shows one chart for each unit: values that can't be compared share no axis. Every axis begins at 0. */
export function InsightCharts({ insight }: { insight: Insight }) {
  const units = [...new Set(insight.series.map(({ unit }) => unit))]
  return (
    <Stack gap="md">
      {units.map((unit) => (
        <UnitChart key={unit} insight={insight} unit={unit} />
      ))}
    </Stack>
  )
}

function UnitChart({ insight, unit }: { insight: Insight; unit: Unit }) {
  const { chart, points, step, zone } = insight
  const shown = insight.series.flatMap((each, place) => (each.unit === unit ? [{ name: each.name, place }] : []))
  const highest = Math.max(0, ...points.flatMap(({ values }) => shown.map(({ place }) => values[place] ?? 0)))
  const { unit: measured, times } = fit(unit, highest)
  const data = points.map((point) => ({
    when: formatTick(point, step),
    ...Object.fromEntries(shown.map(({ name, place }) => [name, timesOf(point.values[place] ?? null, times)])),
  }))
  const ticks = toTicks(highest * times, unit)
  const measure = measured === 'count' ? '' : words.insights.units[measured]
  const title = [words.insights.charts[chart].title, measure, zone].filter((part) => part !== '').join(', ')
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
        maxBarWidth={40}
        valueFormatter={formatNumber}
        yAxisProps={{ domain: [0, ticks.at(-1) ?? 1], ticks, width: 56 }}
        xAxisProps={{ minTickGap: 24 }}
        series={shown.map(({ name }) => ({
          name,
          label: formatName(chart, name),
          color: `var(--state-${TONES[name] ?? 'clock'})`,
          type: isBar(name, unit) ? 'bar' : 'line',
          strokeDasharray: DASHES[name] ?? '0',
        }))}
      />
    </Panel>
  )
}

const timesOf = (value: number | null, times: number): number | null => (value === null ? null : value * times)
