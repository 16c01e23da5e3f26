import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** The number of days for which shifts are stored. */
const KEPT_DAYS = 30

export const staffQuery = (ended: boolean) =>
  queryOptions({
    queryKey: ['team', 'people', ended],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/staff', { params: { query: { ended } }, signal })),
  })

export const reachableQuery = queryOptions({
  queryKey: ['team', 'reachable'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/reachable', { signal })),
})

export const rotaQuery = queryOptions({
  queryKey: ['team', 'rota'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/rota', { signal })),
})

export const shiftsQuery = (staffId: string | undefined) =>
  queryOptions({
    queryKey: ['team', 'shifts', staffId],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/v1/shifts', { params: { query: staffId === undefined ? {} : { staffId, days: KEPT_DAYS } }, signal }),
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
    queryFn: ({ signal }) => unwrap(api.GET('/v1/staff/{staffId}/passkeys', { params: { path: { staffId } }, signal })),
  })
