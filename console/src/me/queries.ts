import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** One's latest shift; null: none. */
export const myShiftQuery = queryOptions({
  queryKey: ['me', 'shift'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/v1/me/shift', { signal }))) ?? null,
})

export const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/me/sessions', { signal })),
})

export const myPasskeysQuery = queryOptions({
  queryKey: ['me', 'passkeys'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/me/passkeys', { signal })),
})
