import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

const ENTRIES_A_PAGE = 50

/**
 * All that happened to an account, the newest first, a page at a time. An empty `why`: none was given, which does for an
 * account in a case one holds.
 */
export const historyQuery = (accountId: string, why: string) =>
  infiniteQueryOptions({
    queryKey: ['account', accountId, 'timeline', why],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/accounts/{accountId}/history', {
          params: {
            path: { accountId },
            query: {
              limit: ENTRIES_A_PAGE,
              ...(pageParam === '' ? {} : { cursor: pageParam }),
              ...(why === '' ? {} : { reason: why }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.history.next,
  })
