import { queryOptions } from '@tanstack/react-query'
import { api, unwrap, unwrapAll } from '../api/client.ts'

const SHIFTS_MAX = 200

/** The caller's latest shift; null: none. */
export const myShiftQuery = queryOptions({
  queryKey: ['me', 'shift'],
  queryFn: async ({ signal }) => (await unwrap(api.GET('/v1/me/shift', { signal }))) ?? null,
})

/** The facts of the caller that guards would read now. Never cached: they are true only at this moment. */
export const myFactsQuery = queryOptions({
  queryKey: ['me', 'facts'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/me/facts', { signal })),
  gcTime: 0,
})

/** The caller's shifts, while the desk stores them. */
export const myShiftsQuery = queryOptions({
  queryKey: ['me', 'shifts'],
  queryFn: ({ signal }) =>
    unwrap(api.GET('/v1/me/shifts', { params: { query: { days: 30, limit: SHIFTS_MAX } }, signal })),
})

export const sessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: ({ signal }) => unwrapAll((page) => api.GET('/v1/me/sessions', { params: { query: page }, signal })),
})

export const myPasskeysQuery = queryOptions({
  queryKey: ['me', 'passkeys'],
  queryFn: ({ signal }) => unwrapAll((page) => api.GET('/v1/me/passkeys', { params: { query: page }, signal })),
})
