import { queryOptions } from '@tanstack/react-query'
import { toStartOf } from '../components/local-time.ts'
import { dayAfter } from '../components/zoned-time.ts'
import { api, unwrap } from '../api/client.ts'
import type { ChartName } from '../api/shapes.ts'
import { ZONE } from '../words/language.ts'
import { words } from '../words/words.ts'
import { HOUR_MS } from '../components/durations.ts'

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

/** The numbers of one chart, in the person's time zone. */
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

/** Returns the period as instants; a named day is whole, in the person's time zone. */
function toPeriod({ last = LAST_DEFAULT, from, to }: Range): { from: string; to?: string } {
  if (from === undefined) return { from: new Date(Date.now() - last * HOUR_MS).toISOString() }
  const begins = toStartOf(from)
  return to === undefined ? { from: begins } : { from: begins, to: toStartOf(dayAfter(to)) }
}
