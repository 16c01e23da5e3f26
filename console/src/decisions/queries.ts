import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'
import { type DecisionView, toQuery } from './view.ts'

export type ListedDecision = Reply<'/v1/decisions', 'get'>['items'][number]

const ROWS_A_PAGE = 50

/**
 * The decisions of a view, newest first. Its period begins when the view is opened, on every page alike. Each page counts
 * as reading, so a change of the window reads none again.
 */
export const decisionsQuery = (view: DecisionView) => {
  const query = toQuery(view)
  return infiniteQueryOptions({
    queryKey: ['decisions', view],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/decisions', {
          params: { query: { ...query, limit: ROWS_A_PAGE, ...(pageParam !== '' && { cursor: pageParam }) } },
          signal,
        }),
      ),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
}

export const readFile = async (view: DecisionView, reason: string): Promise<Blob> =>
  unwrap<Blob>(api.GET('/v1/decision-exports', { params: { query: { ...toQuery(view), reason } }, parseAs: 'blob' }))

/** The names of the automation rules, for people who may see them. */
export const rulesQuery = queryOptions({
  queryKey: ['automation'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/automation', { signal })),
})

/** The names of the guards in force, for people who may see them. */
export const guardsQuery = queryOptions({
  queryKey: ['guards'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/guards', { signal })),
})
