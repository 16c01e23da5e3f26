import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import { deskNow } from '../shell/desk-clock.ts'

const LOOK_MS = 500

/** The enforcements that await approval, the oldest first. */
export const approvalsQuery = infiniteQueryOptions({
  queryKey: ['countersign', 'list'],
  queryFn: ({ signal, pageParam }) =>
    unwrap(api.GET('/v1/approvals', { params: { query: pageParam === '' ? {} : { cursor: pageParam } }, signal })),
  initialPageParam: '',
  getNextPageParam: ({ nextCursor }) => nextCursor,
})

/** One enforcement as its approver may see it now. */
export const offerQuery = (enforcementId: string) =>
  queryOptions({
    queryKey: ['countersign', enforcementId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/enforcements/{enforcementId}/offer', { params: { path: { enforcementId } }, signal })),
    staleTime: 0,
    // Refetched when the caller may approve: before that, the answer states that they may not.
    refetchInterval: ({ state: { data } }) =>
      data?.agreeFrom == null ? false : Math.max(LOOK_MS, Date.parse(data.agreeFrom) - deskNow()),
  })
