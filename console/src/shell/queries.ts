import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/me', { signal })),
})

export const freezesQuery = queryOptions({
  queryKey: ['freezes'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/freezes', { signal })),
})

/** Open circuit breakers, and the people near a budget. */
export const budgetsQuery = queryOptions({
  queryKey: ['budgets'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/budgets', { signal })),
})

export const alertsQuery = queryOptions({
  queryKey: ['alerts'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/alerts', { params: { query: { unseen: true } }, signal })),
})

/** All that can still be stopped or restored. */
export const liveQuery = queryOptions({
  queryKey: ['enforcements', 'live'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/live', { signal })),
})

const COUNT_AGAIN_MS = 20_000

/** The number of open cases in each queue, as far as the caller may open them. */
export const queueCountsQuery = queryOptions({
  queryKey: ['cases', 'counts'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/queues', { signal })),
  refetchInterval: COUNT_AGAIN_MS,
})
