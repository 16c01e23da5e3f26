import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** The interval of refetches: rules run at any moment, and the desk sends no event for each run. */
const AGAIN_MS = 15_000
const RUNS_SHOWN = 50

export const automationQuery = queryOptions({
  queryKey: ['automation'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/automation', { signal })),
  refetchInterval: AGAIN_MS,
})

export const runsQuery = (rule: string | undefined) =>
  queryOptions({
    queryKey: ['automation', 'runs', rule ?? ''],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/v1/automation/runs', {
          params: { query: { limit: RUNS_SHOWN, ...(rule === undefined ? {} : { rule }) } },
          signal,
        }),
      ),
    refetchInterval: AGAIN_MS,
  })
