import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap, unwrapAll } from '../api/client.ts'
import { type NoticeView, toQuery } from './view.ts'

export type ListedNotice = Reply<'/v1/notices', 'get'>['items'][number]

const ROWS = 50
const COUNT_EVERY_MS = 30_000

/** The notices of a view, newest first. Each page counts as reading, so a change of the window reads none again. */
export const noticesQuery = (view: NoticeView) =>
  infiniteQueryOptions({
    queryKey: ['notices', 'list', view],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/notices', {
          params: { query: { ...toQuery(view), limit: ROWS, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** The number of notices without an answer, by state. */
export const countsQuery = queryOptions({
  queryKey: ['notices', 'counts'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/notice-counts', { signal })),
  refetchInterval: COUNT_EVERY_MS,
})

/** The trusted flaggers, for people who may list them. */
export const flaggersQuery = queryOptions({
  queryKey: ['organisation', 'flaggers'],
  queryFn: ({ signal }) => unwrapAll((page) => api.GET('/v1/trusted-flaggers', { params: { query: page }, signal })),
})
