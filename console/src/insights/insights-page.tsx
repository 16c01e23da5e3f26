import { Button, Group, SegmentedControl, Select, Stack, Tabs, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { ChartName, Insight } from '../api/shapes.ts'
import { formatMinute } from '../components/format.ts'
import { Page } from '../components/page.tsx'
import { Loading, Panel, Shown } from '../components/panel.tsx'
import { ZONE } from '../words/language.ts'
import { words } from '../words/words.ts'
import { CHARTS, type InsightView, isFiltered, LAST_DEFAULT, LASTS } from './charts.ts'
import { formatName } from './format-insight.ts'
import { InsightTable } from './insight-table.tsx'
import { type Line, listLines, measureOf } from './lines.ts'
import { insightQuery } from './queries.ts'
import { SliceChoice } from './slice-choice.tsx'
import { GroupTotals, Totals } from './totals.tsx'
import { useGroupNames } from './use-group-names.ts'

const InsightCharts = lazy(async () => ({ default: (await import('./insight-charts.tsx')).InsightCharts }))

interface Props {
  chart: ChartName
  view: InsightView
  onChart: (chart: ChartName) => void
  onView: (view: InsightView) => void
}

/** Shows the metrics of the work, one chart at a time; the address names the chart, its period, filters and division. */
export function InsightsPage({ chart, view, onChart, onView }: Props) {
  return (
    <Page
      title={words.insights.title}
      actions={
        <Button component={Link} to="/insights/transparency" variant="default" className="no-print">
          {words.transparency.title}
        </Button>
      }
    >
      <RangeChoice view={view} onView={onView} />
      <SliceChoice chart={chart} view={view} onView={onView} />
      <Tabs
        variant="pills"
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
          <ChartPanel chart={chart} view={view} onView={onView} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}

function RangeChoice({ view, onView }: Pick<Props, 'view' | 'onView'>) {
  const { last = LAST_DEFAULT, from, to, ...others } = view
  return (
    <Group gap="md" align="flex-end" className="no-print">
      <SegmentedControl
        aria-label={words.insights.last}
        maw="100%"
        style={{ overflowX: 'auto' }}
        value={from === undefined ? String(last) : ''}
        onChange={(value) => onView({ ...others, last: LASTS.find((each) => String(each) === value) ?? LAST_DEFAULT })}
        data={LASTS.map((value) => ({ value: String(value), label: words.insights.lasts[value] }))}
      />
      <TextInput
        type="date"
        label={words.insights.from}
        value={from ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onView({ ...others, ...(value === '' ? { last } : { from: value, to }) })
        }
      />
      <TextInput
        type="date"
        label={words.insights.to}
        value={to ?? ''}
        disabled={from === undefined}
        onChange={({ currentTarget: { value } }) => onView({ ...others, from, ...(value === '' ? {} : { to: value }) })}
      />
    </Group>
  )
}

function ChartPanel({ chart, view, onView }: Omit<Props, 'onChart'>) {
  const found = useQuery(insightQuery(chart, view))
  return (
    <Stack gap="md">
      <Text c="dimmed">{words.insights.charts[chart].about}</Text>
      <Shown query={found}>{(insight) => <ShownChart insight={insight} view={view} onView={onView} />}</Shown>
    </Stack>
  )
}

function ShownChart({ insight, view, onView }: { insight: Insight } & Pick<Props, 'view' | 'onView'>) {
  const nameGroup = useGroupNames(insight)
  const measure = measureOf(insight, view.measure)
  const lines = listLines(insight, measure, nameGroup)
  const isDivided = insight.by !== null
  return (
    <>
      <Group justify="space-between" align="flex-end">
        <Text size="sm">
          {words.insights.period({
            from: formatMinute(insight.from),
            to: formatMinute(insight.to),
            zone: insight.zone,
          })}
          {insight.zone !== ZONE && (
            <Text span c="dimmed" size="sm" display="block">
              {words.insights.utcDays}
            </Text>
          )}
          {insight.countedAt !== null && (
            <Text span c="dimmed" size="sm" display="block">
              {words.insights.countedAt({ at: formatMinute(insight.countedAt) })}
            </Text>
          )}
        </Text>
        {isDivided && (
          <MeasureChoice
            insight={insight}
            measure={measure}
            onMeasure={(chosen) => onView({ ...view, measure: chosen })}
          />
        )}
      </Group>
      {isDivided ? <GroupTotals insight={insight} nameGroup={nameGroup} /> : <Totals insight={insight} />}
      {isEmpty(insight) ? <Nothing isFiltered={isFiltered(view)} /> : <Charts insight={insight} lines={lines} />}
      <InsightTable insight={insight} lines={lines} />
    </>
  )
}

/** The choice of the number that a divided chart shows. */
const MeasureChoice = ({
  insight: { chart, series },
  measure,
  onMeasure,
}: {
  insight: Insight
  measure: string
  onMeasure: (measure: string) => void
}) => (
  <Select
    label={words.insights.dividing.measure}
    w={220}
    className="no-print"
    data={series.flatMap(({ name, group }) => (group === 0 ? [{ value: name, label: formatName(chart, name) }] : []))}
    value={measure}
    onChange={(value) => value !== null && onMeasure(value)}
    allowDeselect={false}
  />
)

const isEmpty = ({ points }: Insight): boolean =>
  points.every(({ values }) => values.every((value) => value === null || value === 0))

const Nothing = ({ isFiltered: filtered }: { isFiltered: boolean }) => (
  <Panel title={words.insights.chart}>
    <Text>{words.insights.nothing}</Text>
    <Text c="dimmed">{filtered ? words.insights.nothingFilter : words.insights.nothingNext}</Text>
  </Panel>
)

const Charts = (shown: { insight: Insight; lines: readonly Line[] }) => (
  <Suspense fallback={<Loading />}>
    <InsightCharts {...shown} />
  </Suspense>
)
