import type { Queryable } from '../../../foundation/database/db.ts'
import { type Count, type Counts, medianHours, readCounts, sumCases } from '../counts/read-counts.ts'
import { WRONG_CAUSES } from './parts/automated-part.ts'

/** The figures of one month that everyone may read, in the order in which they are shown. Null: nothing has a time. */
export interface MonthFigures {
  reports: number
  notices: number
  flaggerNotices: number
  hoursToAction: number | null
  decisions: number
  hoursToDecision: number | null
  restrictions: number
  automated: number
  mistakes: number
  secondsToRestore: number | null
  lapsed: number
  appeals: number
  upheld: number
  lessened: number
  overturned: number
  hoursToAppealEnd: number | null
  orders: number
  offlineMinutes: number
  wrongOfflineMinutes: number
}

/** Reads the figures of a month, such as 2026-11, which is over and counted. */
export async function readMonth(db: Queryable, month: string): Promise<MonthFigures> {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
  return toFigures(await readCounts(db, { from: `${month}-01`, to: lastDay }))
}

/** Adds up the counts of a month. Pure. */
function toFigures(counts: Counts): MonthFigures {
  const notices = counts.report.filter(({ facets }) => facets.ground === 'illegal')
  const wrong = counts.restore.filter(({ facets }) => WRONG_CAUSES.includes(facets.cause))
  const lapsed = counts.restore.filter(({ facets: { cause } }) => cause === 'unconfirmed' || cause === 'left')
  const ended = (...states: string[]) => counts.complaint_end.filter(({ facets }) => states.includes(facets.state))
  const hoursToRestore = medianHours(wrong)
  return {
    reports: sumCases(counts.report),
    notices: sumCases(notices),
    flaggerNotices: sumCases(notices.filter(({ facets }) => facets.flagger)),
    hoursToAction: medianHours(counts.notice_action),
    decisions: sumCases(counts.decision),
    hoursToDecision: medianHours(counts.decision),
    restrictions: sumCases(counts.measure),
    automated: sumCases(counts.measure.filter(({ facets }: Count<'measure'>) => facets.decided === 'fully')),
    mistakes: sumCases(wrong),
    secondsToRestore: hoursToRestore === null ? null : Math.round(hoursToRestore * 3_600),
    lapsed: sumCases(lapsed),
    appeals: sumCases(counts.complaint),
    upheld: sumCases(ended('upheld')),
    lessened: sumCases(ended('lessened')),
    overturned: sumCases(ended('overturned')),
    hoursToAppealEnd: medianHours(ended('upheld', 'lessened', 'overturned')),
    orders: sumCases(counts.order),
    offlineMinutes: sumCases(counts.offline_minutes),
    wrongOfflineMinutes: sumCases(counts.wrong_offline_minutes),
  }
}
