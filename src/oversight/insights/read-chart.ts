import { withinTime } from '../../foundation/database/within-time.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import type { Desk } from '../../policy/desk.ts'
import { approvalChart } from './approval-charts.ts'
import { decisionChart, loadChart, qaSampleChart } from './case-charts.ts'
import type { Chart, Measures, Point, Values } from './chart.ts'
import { holdChart, overturnChart, restoreChart } from './enforcement-charts.ts'
import { offlineChart } from './offline-chart.ts'
import { type Period, type PeriodAsked, readPeriod, YEAR_DAYS_MAX } from './period.ts'
import { queueChart } from './queue-chart.ts'
import { type Dimension, type Group, isOfPlatform, isSliced, type Slice, UNDIVIDED } from './slice.ts'

export const CHART_NAMES = [
  'queue',
  'decisions',
  'qa_samples',
  'overturned',
  'approvals',
  'holds',
  'offline',
  'restores',
  'load',
] as const
export type ChartName = (typeof CHART_NAMES)[number]

const CHARTS: Record<ChartName, Chart> = {
  queue: queueChart,
  decisions: decisionChart,
  qa_samples: qaSampleChart,
  overturned: overturnChart,
  approvals: approvalChart,
  holds: holdChart,
  offline: offlineChart,
  restores: restoreChart,
  load: loadChart,
}

/** The dimensions of each chart, the only statement of which chart has which. */
export const dimensionsOf = (name: ChartName): readonly Dimension[] => CHARTS[name].dimensions

/** The time limit of a chart, so that counting doesn't slow down the work itself. */
const COUNTING_MS_MAX = 10_000

export interface ReadChart {
  series: Measures
  totals: Measures
  period: Period
  /** The moment of the snapshot of the waiting cases; null: they were counted for this answer. */
  countedAt: Date | null
  by: Dimension | null
  groups: readonly Group[]
  points: Point[]
  /** The totals of each group. */
  values: Values[]
}

/** The query parameter of each dimension that filters. */
export const FILTERS = { queue: 'queue', policyId: 'policy', language: 'language', platform: 'platform' } as const

export type ChartAsked = PeriodAsked & { by?: Dimension } & { [Name in keyof typeof FILTERS]?: string }

/**
 * Reads one chart, from snapshots where they have all of its period. Gives up after a time limit. `by`: the id of the
 * person who reads.
 */
export async function readChart(desk: Desk, name: ChartName, asked: ChartAsked, by?: string): Promise<ReadChart> {
  const chart = CHARTS[name]
  const slice = readSlice(chart, asked)
  return withinTime(desk.db, { ms: COUNTING_MS_MAX, tooSlow, ...(by !== undefined && { by }) }, async (tx) => {
    const whole = readPeriod(asked, tx.now, YEAR_DAYS_MAX)
    const counted = isOfPlatform(slice) ? undefined : await chart.findCounted?.(tx, whole)
    const period = counted ?? whole
    const numbers = (counted && chart.ofSnapshots) ?? chart
    const groups = slice.by === undefined ? UNDIVIDED : await numbers.listGroups(tx, { ...slice, period })
    const cut = { ...slice, period, groups }
    const points = await numbers.listPoints(tx, cut)
    const values = await numbers.listTotals(tx, cut)
    const countedAt = counted ? counted.to : null
    return { ...measuresOf(chart, slice), period, countedAt, by: slice.by ?? null, groups, points, values }
  })
}

/** Returns the filter and the dimension of a query. Refuses a dimension that the chart doesn't have. */
function readSlice({ dimensions }: Chart, { by, ...asked }: ChartAsked): Slice {
  const refused = (field: string) =>
    invalidField(field, message('chart.dimension', { known: { as: 'or', list: [...dimensions] } }))
  if (by !== undefined && !dimensions.includes(by)) throw refused('by')
  const filter: Partial<Record<Dimension, string>> = {}
  for (const [field, dimension] of Object.entries(FILTERS) as [keyof typeof FILTERS, Dimension][]) {
    const value = asked[field]
    if (value === undefined) continue
    if (!dimensions.includes(dimension)) throw refused(field)
    filter[dimension] = value
  }
  return { filter, by }
}

/** The measures of a slice: without those that would point at one person. */
function measuresOf({ series, totals, wholeOnly = [] }: Chart, slice: Slice): Pick<ReadChart, 'series' | 'totals'> {
  if (!isSliced(slice)) return { series, totals }
  const omit = (measures: Measures) =>
    Object.fromEntries(Object.entries(measures).filter(([name]) => !wholeOnly.includes(name)))
  return { series: omit(series), totals: omit(totals) }
}

const tooSlow = () => new DeskError('unavailable', message('period.tooSlow'))
