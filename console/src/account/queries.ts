import { infiniteQueryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

const ENTRIES_A_PAGE = 50

/** All that happened to an account, the newest first, a page at a time. */
export const historyQuery = (accountId: string) =>
  infiniteQueryOptions({
    queryKey: ['account', accountId, 'timeline'],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/accounts/{accountId}/history', {
          params: {
            path: { accountId },
            query: { limit: ENTRIES_A_PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.history.next,
  })
