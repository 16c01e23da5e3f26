import { queryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'

export type StoredReport = Reply<'/v1/transparency-reports', 'get'>['items'][number]
export type Draft = Reply<'/v1/transparency-report-drafts', 'get'>

export type Progress = Reply<'/v1/dsa-submissions', 'get'>

export interface Period {
  from: string
  to: string
}

/** The stored reports, and the last day that is counted. */
export const reportsQuery = queryOptions({
  queryKey: ['law', 'transparency', 'reports'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/transparency-reports', { signal })),
})

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

/** A period or a stored report, of which a file is downloaded. */
export type Source = Period | { report: string }

/** Reads one part as CSV, or without a part all of them as JSON. */
export async function readExport(source: Source, part?: string): Promise<Blob> {
  const query =
    part === undefined ? { ...source, format: 'json' as const } : { ...source, format: 'csv' as const, part }
  return unwrap(api.GET('/v1/transparency-report-exports', { params: { query }, parseAs: 'blob' }))
}
