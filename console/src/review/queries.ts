import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Wished } from './draft.ts'

/** The cases that the caller holds, the first one first. */
export const myCasesQuery = queryOptions({
  queryKey: ['queue', 'mine'],
  queryFn: ({ signal }) =>
    unwrap(api.GET('/v1/cases', { params: { query: { claimedBy: 'me', state: 'open' } }, signal })),
})

/** The effect a proposal would have. Never cached: an old answer is a wrong answer. */
export const previewQuery = (caseId: string, wished: Wished) =>
  queryOptions({
    queryKey: ['case', caseId, 'preview', wished],
    queryFn: ({ signal }) => unwrap(api.POST('/v1/enforcements/preview', { body: { caseId, ...wished }, signal })),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

/** Previews an interim measure. The answer is never cached either. */
export const interimQuery = (
  caseId: string,
  wish: { policyId: string; action: 'limit' | 'hide' | 'lock'; hijack?: boolean },
) =>
  queryOptions({
    queryKey: ['case', caseId, 'interim', wish],
    queryFn: ({ signal }) =>
      unwrap(api.POST('/v1/enforcements/preview', { body: { caseId, ...wish, interim: true }, signal })),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })

/** The people who may open a case: those whom a note may mention, or to whom it may be transferred. */
export const casePeopleQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['cases', 'people', caseId],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/cases/{caseId}/people', { params: { path: { caseId } }, signal })),
    staleTime: 'static',
  })
