import { queryOptions } from '@tanstack/react-query'
import { api, unwrap, unwrapAll } from '../api/client.ts'

/** The number of days for which shifts are stored. */
const KEPT_DAYS = 30
const SHIFTS_MAX = 200

export const staffQuery = (ended: boolean) =>
  queryOptions({
    queryKey: ['team', 'people', ended],
    queryFn: ({ signal }) =>
      unwrapAll((page) => api.GET('/v1/staff', { params: { query: { ended, ...page } }, signal })),
  })

export const actionDenialsQuery = queryOptions({
  queryKey: ['team', 'action-denials'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/action-denials', { signal })),
})

export const rotaQuery = queryOptions({
  queryKey: ['team', 'rota'],
  queryFn: ({ signal }) => unwrapAll((page) => api.GET('/v1/rota', { params: { query: page }, signal })),
})

export const shiftsQuery = (staffId: string | undefined) =>
  queryOptions({
    queryKey: ['team', 'shifts', staffId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/v1/shifts', {
          params: { query: { limit: SHIFTS_MAX, ...(staffId === undefined ? {} : { staffId, days: KEPT_DAYS }) } },
          signal,
        }),
      ),
  })

export const invitationsQuery = (staffId: string | undefined) =>
  queryOptions({
    queryKey: ['team', 'invitations', staffId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/invitations', { params: { query: staffId === undefined ? {} : { staffId } }, signal })),
  })

export const passkeysQuery = (staffId: string) =>
  queryOptions({
    queryKey: ['team', staffId, 'passkeys'],
    queryFn: ({ signal }) =>
      unwrapAll((page) =>
        api.GET('/v1/staff/{staffId}/passkeys', { params: { path: { staffId }, query: page }, signal }),
      ),
  })
