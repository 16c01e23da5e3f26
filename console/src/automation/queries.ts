import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** Rules speak at any moment, and nobody is told of each. */
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
