import { queryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'

export type CaseProfile = Reply<'/v1/cases/{caseId}/profile', 'get'>
export type Profile = NonNullable<CaseProfile['profile']>
export type RecentPost = NonNullable<CaseProfile['posts']>[number]
export type Lookalike = Reply<'/v1/cases/{caseId}/lookalikes', 'get'>['items'][number]

/** The account as the platform shows it. It is read once for each opening: the decision names what was shown. */
export const profileQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case-profile', caseId],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/cases/{caseId}/profile', { params: { path: { caseId } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })

export const lookalikesQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case-lookalikes', caseId],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/cases/{caseId}/lookalikes', { params: { path: { caseId } }, signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
