import '@mantine/charts/styles.css'
import { CompositeChart } from '@mantine/charts'
import { Stack } from '@mantine/core'
import type { Insight, Unit } from '../api/shapes.ts'
import { sayNumber } from '../desk/format.ts'
import { Panel } from '../desk/panel.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/en.ts'
import { sayName, sayTick } from './say-insight.ts'

const HEIGHT_PX = 260
/** What happened is a bar; how much there was at a time, and what is measured, is a line. */
const BARS: readonly Unit[] = ['count', 'a_day']
const LEVELS: readonly string[] = ['waiting']

/** What a series means, where it means something; the others take the next colour that is free. */
const TONES: Readonly<Record<string, StateTone>> = {
  waiting: 'waits',
  closed: 'safe',
  late: 'dark',
  overturned: 'dark',
  rate: 'dark',
  lapsed: 'waits',
  agreed: 'safe',
  declined: 'dark',
  fast: 'waits',
  saved: 'safe',
  ran_out: 'ended',
  wrong_minutes: 'dark',
  wrong: 'dark',
  ended: 'ended',
  age_p95: 'dark',
  p95: 'dark',
  decisions: 'safe',
}
const DASHES: Readonly<Record<string, string>> = { age_p95: '6 3', p95: '6 3', wrong_minutes: '6 3' }

/** One chart for each unit: what can't be held against each other shares no axis. Every axis begins at 0. */
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
  const shown = insight.series.filter((each) => each.unit === unit)
  const data = points.map(
    (point): Record<string, string | number | null | undefined> => ({
      when: sayTick(point, step),
      ...Object.fromEntries(insight.series.map(({ name }, place) => [name, point.values[place]])),
    }),
  )
  const ticks = toTicks(Math.max(0, ...shown.flatMap(({ name }) => data.map((row) => Number(row[name] ?? 0)))), unit)
  const measure = words.insights.units[unit]
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
        valueFormatter={sayNumber}
        yAxisProps={{ domain: [0, ticks.at(-1) ?? 1], ticks, width: 56 }}
        xAxisProps={{ minTickGap: 24 }}
        series={shown.map(({ name }) => ({
          name,
          label: sayName(chart, name),
          color: `var(--state-${TONES[name] ?? 'clock'})`,
          type: BARS.includes(unit) && !LEVELS.includes(name) ? 'bar' : 'line',
          strokeDasharray: DASHES[name] ?? '0',
        }))}
      />
    </Panel>
  )
}

const PARTS_MIN = 4
const STEPS = [1, 2, 2.5, 5]

/** From 0 in even steps that are easily read to what is above the highest; what is counted has no halves. Pure. */
function toTicks(highest: number, unit: Unit): number[] {
  const rough = Math.max(highest, Number.EPSILON) / PARTS_MIN
  const power = 10 ** Math.floor(Math.log10(rough))
  const even = [...STEPS, 10].map((step) => step * power).findLast((step) => step <= rough * 1.000_001) ?? power
  const step = unit === 'count' ? Math.max(1, Math.round(even)) : even
  return Array.from({ length: Math.max(1, Math.ceil(highest / step)) + 1 }, (_, place) => place * step)
}
