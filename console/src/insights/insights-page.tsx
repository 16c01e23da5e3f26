import { Group, SegmentedControl, Stack, Tabs, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { ChartName, Insight } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { Page } from '../components/page.tsx'
import { Loading, Panel, Shown } from '../components/panel.tsx'
import { words } from '../words/words.ts'
import { InsightTable } from './insight-table.tsx'
import { CHARTS, insightQuery, LAST_DEFAULT, LASTS, type Range } from './queries.ts'
import { Totals } from './totals.tsx'

const InsightCharts = lazy(async () => ({ default: (await import('./insight-charts.tsx')).InsightCharts }))

interface Props {
  chart: ChartName
  range: Range
  onChart: (chart: ChartName) => void
  onRange: (range: Range) => void
}

/** Shows the metrics of the work, one chart at a time; the address names the chart and the period. */
export function InsightsPage({ chart, range, onChart, onRange }: Props) {
  return (
    <Page title={words.insights.title}>
      <RangeChoice range={range} onRange={onRange} />
      <Tabs
        value={chart}
        onChange={(value) => onChart(CHARTS.find((each) => each === value) ?? 'queue')}
        keepMounted={false}
      >
        <Tabs.List aria-label={words.insights.chart} className="no-print">
          {CHARTS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {words.insights.charts[each].title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={chart} pt="md">
          <Told chart={chart} range={range} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function RangeChoice({ range, onRange }: Pick<Props, 'range' | 'onRange'>) {
  const { last = LAST_DEFAULT, from, to } = range
  return (
    <Group gap="md" align="flex-end" className="no-print">
      <SegmentedControl
        aria-label={words.insights.last}
        maw="100%"
        style={{ overflowX: 'auto' }}
        value={from === undefined ? String(last) : ''}
        onChange={(value) => onRange({ last: LASTS.find((each) => String(each) === value) ?? LAST_DEFAULT })}
        data={LASTS.map((value) => ({ value: String(value), label: words.insights.lasts[value] }))}
      />
      <TextInput
        type="date"
        label={words.insights.from}
        value={from ?? ''}
        onChange={({ currentTarget: { value } }) => onRange(value === '' ? { last } : { from: value, to })}
      />
      <TextInput
        type="date"
        label={words.insights.to}
        value={to ?? ''}
        disabled={from === undefined}
        onChange={({ currentTarget: { value } }) => onRange({ from, ...(value === '' ? {} : { to: value }) })}
      />
    </Group>
  )
}

function Told({ chart, range }: Pick<Props, 'chart' | 'range'>) {
  const found = useQuery(insightQuery(chart, range))
  return (
    <Stack gap="md">
      <Text c="dimmed">{words.insights.charts[chart].about}</Text>
      <Shown query={found}>
        {(insight) => (
          <>
            <Text size="sm">
              {words.insights.period({ from: formatFull(insight.from), to: formatFull(insight.to) })},{' '}
              {words.insights.zone({ zone: insight.zone })}
            </Text>
            <Totals insight={insight} />
            {isEmpty(insight) ? <Nothing /> : <Charts insight={insight} />}
            <InsightTable insight={insight} />
          </>
        )}
      </Shown>
    </Stack>
  )
}

const isEmpty = ({ points }: Insight): boolean =>
  points.every(({ values }) => values.every((value) => value === null || value === 0))

const Nothing = () => (
  <Panel title={words.insights.chart}>
    <Text>{words.insights.nothing}</Text>
    <Text c="dimmed">{words.insights.nothingNext}</Text>
  </Panel>
)

const Charts = ({ insight }: { insight: Insight }) => (
  <Suspense fallback={<Loading />}>
    <InsightCharts insight={insight} />
  </Suspense>
)
