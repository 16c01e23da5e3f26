import type { Desk } from '../../policy/desk.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { withinTime } from '../../foundation/database/within-time.ts'
import { approvalChart } from './approval-charts.ts'
import { decisionChart, loadChart, queueChart, qaSampleChart } from './case-charts.ts'
import type { Chart, Point, Values } from './chart.ts'
import { offlineChart, holdChart, overturnChart, restoreChart } from './enforcement-charts.ts'
import { type Period, type PeriodAsked, readPeriod } from './period.ts'

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

/** The time limit of a chart, so that counting doesn't slow down the work itself. */
const COUNTING_MS_MAX = 10_000

export interface ReadChart {
  chart: Chart
  period: Period
  points: Point[]
  totals: Values
}

/** Reads one chart from the desk's present rows. Gives up after a time limit. */
export async function readChart(desk: Desk, name: ChartName, asked: PeriodAsked): Promise<ReadChart> {
  const chart = CHARTS[name]
  return withinTime(desk.db, { ms: COUNTING_MS_MAX, tooSlow }, async (tx) => {
    const period = readPeriod(asked, tx.now)
    const points = await chart.listPoints(tx, period)
    return { chart, period, points, totals: await chart.findTotals(tx, period) }
  })
}

const tooSlow = () => new DeskError('unavailable', message('period.tooSlow'))
