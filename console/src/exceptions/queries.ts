import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'

export type Exception = Reply<'/v1/newsworthy-exceptions', 'get'>['items'][number]

const ROWS = 50

/** The exceptions in effect, the earliest review first; or those that ended. */
export const exceptionsQuery = (ended: boolean) =>
  infiniteQueryOptions({
    queryKey: ['exceptions', ended],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/newsworthy-exceptions', {
          params: { query: { ended, limit: ROWS, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })
