import { queryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'
import type { Period } from '../components/report-query.ts'

export type Draft = Reply<'/v1/transparency-report-drafts', 'get'>

export type Progress = Reply<'/v1/dsa-submissions', 'get'>

/** The delivery of statements to the DSA Transparency Database. */
export const submissionsQuery = queryOptions({
  queryKey: ['law', 'transparency', 'submissions'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/dsa-submissions', { signal })),
})

/** The report of a period, made from the counts of today. */
export const draftQuery = (period: Period) =>
  queryOptions({
    queryKey: ['law', 'transparency', 'draft', period],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/transparency-report-drafts', { params: { query: { ...period } }, signal })),
    retry: false,
  })
