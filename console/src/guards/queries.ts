import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { TryBody } from '../api/shapes.ts'
import { inTurn } from './in-turn.ts'

export const guardsQuery = queryOptions({
  queryKey: ['guards'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/guards', { signal })),
})

export const changeQuery = (changeId: string) =>
  queryOptions({
    queryKey: ['changes', changeId],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/changes/{changeId}', { params: { path: { changeId } }, signal })),
  })

export const waitingQuery = queryOptions({
  queryKey: ['changes', 'guards'],
  queryFn: async ({ signal }) => {
    const { items } = await unwrap(api.GET('/v1/changes', { params: { query: { open: true } }, signal }))
    return items.filter(({ ruleSet }) => ruleSet === 'guards')
  },
})

export const checkQuery = (text: string) =>
  queryOptions({
    queryKey: ['guards', 'check', text],
    queryFn: ({ signal: wanted }) =>
      inTurn((signal) => unwrap(api.POST('/v1/guards/check', { body: { text }, signal })), wanted),
    gcTime: 0,
  })

export const tryQuery = (body: TryBody) =>
  queryOptions({
    queryKey: ['guards', 'try', body],
    queryFn: ({ signal }) => unwrap(api.POST('/v1/guards/try', { body, signal })),
    placeholderData: (before) => before,
  })

/** Reads the recorded facts of an account. The desk records the view, so only a person's press sends it. */
export const readAccountFacts = (accountId: string, reason: string) =>
  unwrap(api.GET('/v1/accounts/{accountId}/facts', { params: { path: { accountId }, query: { reason } } }))
