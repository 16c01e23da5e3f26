import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { ChartName } from '../api/shapes.ts'
import { ZONE } from '../desk/format.ts'
import { words } from '../words/en.ts'
import { HOUR_MS } from '../desk/durations.ts'

export const CHARTS = Object.keys(words.insights.charts) as ChartName[]

/** The period: the last hours, or from one day to another. */
export interface Range {
  last?: Last | undefined
  from?: string | undefined
  to?: string | undefined
}
export const LASTS = [1, 24, 168, 672, 2_208] as const
export type Last = (typeof LASTS)[number]
export const LAST_DEFAULT: Last = 168

/** The numbers of one chart, in the browser's time zone. */
export const insightQuery = (chart: ChartName, range: Range) =>
  queryOptions({
    queryKey: ['insights', chart, range],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/v1/insights/{chart}', {
          params: { path: { chart }, query: { ...toPeriod(range), zone: ZONE } },
          signal,
        }),
      ),
  })

/** Returns the period as instants; a named day is whole, in the browser's time zone. */
function toPeriod({ last = LAST_DEFAULT, from, to }: Range): { from: string; to?: string } {
  if (from === undefined) return { from: new Date(Date.now() - last * HOUR_MS).toISOString() }
  const begins = new Date(`${from}T00:00:00`).toISOString()
  if (to === undefined) return { from: begins }
  const end = new Date(`${to}T00:00:00`)
  end.setDate(end.getDate() + 1)
  return { from: begins, to: end.toISOString() }
}
