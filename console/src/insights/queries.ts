import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { ChartName } from '../api/shapes.ts'
import { HOUR_MS } from '../components/durations.ts'
import { toStartOf } from '../components/local-time.ts'
import { dayAfter } from '../components/zoned-time.ts'
import { ZONE } from '../words/language.ts'
import { type InsightView, LAST_DEFAULT } from './charts.ts'

/** The numbers of one chart, in the person's time zone. The measure is chosen from the answer. */
export const insightQuery = (chart: ChartName, { measure: _measure, ...view }: InsightView) =>
  queryOptions({
    queryKey: ['insights', chart, view],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/v1/insights/{chart}', {
          params: { path: { chart }, query: { ...toQuery(view), zone: ZONE } },
          signal,
        }),
      ),
  })

/** Returns the query of a view, its period as instants; a named day is whole, in the person's time zone. */
function toQuery({ last = LAST_DEFAULT, from, to, by, queue, policyId, language, platform }: InsightView) {
  return {
    from: from === undefined ? new Date(Date.now() - last * HOUR_MS).toISOString() : toStartOf(from),
    ...(from !== undefined && to !== undefined && { to: toStartOf(dayAfter(to)) }),
    ...(by && { by }),
    ...(queue && { queue }),
    ...(policyId && { policyId }),
    ...(language && { language }),
    ...(platform && { platform }),
  }
}
