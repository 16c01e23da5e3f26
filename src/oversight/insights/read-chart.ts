import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { inTransaction, sqlState } from '../../foundation/database/db.ts'
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
const QUERY_CANCELED = '57014'

export interface ReadChart {
  chart: Chart
  period: Period
  points: Point[]
  totals: Values
}

/** Reads one chart from the desk's present rows. Gives up after a time limit. */
export async function readChart(desk: Desk, name: ChartName, asked: PeriodAsked): Promise<ReadChart> {
  const chart = CHARTS[name]
  try {
    return await inTransaction(desk.db, async (tx) => {
      const period = readPeriod(asked, tx.now)
      await tx.query(sql`select set_config('statement_timeout', ${`${COUNTING_MS_MAX}ms`}, true)`)
      const points = await chart.listPoints(tx, period)
      return { chart, period, points, totals: await chart.findTotals(tx, period) }
    })
  } catch (error) {
    if (sqlState(error) !== QUERY_CANCELED) throw error
    throw new DeskError('unavailable', message('period.tooSlow'))
  }
}
