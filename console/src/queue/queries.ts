import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'
import { type QueueFilter, toQuery } from './view.ts'

export type ListedCase = Reply<'/v1/cases', 'get'>['items'][number]
export type CasePreview = Reply<'/v1/cases/{caseId}/preview', 'get'>

const ROWS = 50
/** Often enough to be current, and seldom enough for many readers of a busy desk. */
const NEWS_EVERY_MS = 5_000

/** The rows on the page. No event reloads them: rows must not move while they are being read. */
export const casesQuery = (filter: QueueFilter) =>
  infiniteQueryOptions({
    queryKey: ['cases', 'list', filter],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/cases', {
          params: { query: { ...toQuery(filter), limit: ROWS, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 'static',
    gcTime: 0,
  })

/** The first rows as they are now: they renew rows on the page in place, and are counted where they are new. */
export const newsQuery = (filter: QueueFilter) =>
  queryOptions({
    queryKey: ['cases', 'news', filter],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/cases', { params: { query: { ...toQuery(filter), limit: ROWS } }, signal })),
    refetchInterval: NEWS_EVERY_MS,
  })

export const previewQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['cases', 'preview', caseId],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/cases/{caseId}/preview', { params: { path: { caseId } }, signal })),
  })

/** The people to whom a lead assigns cases. */
export const peopleQuery = queryOptions({
  queryKey: ['team', 'assignees'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/staff', { params: { query: { limit: 200 } }, signal })),
})
