import { queryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'

export type StoredReport = Reply<'/v1/transparency-reports', 'get'>['items'][number]

export interface Period {
  from: string
  to: string
}

/** The stored reports, drafts included, and the last day that is counted. */
export const reportsQuery = queryOptions({
  queryKey: ['law', 'transparency', 'reports'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/transparency-reports', { params: { query: { state: 'all' } }, signal })),
})

/** A period or a stored report, of which a file is downloaded. */
export type Source = Period | { report: string }

/** Reads one part as CSV, or without a part all of them as JSON. */
export async function readExport(source: Source, part?: string): Promise<Blob> {
  const query =
    part === undefined ? { ...source, format: 'json' as const } : { ...source, format: 'csv' as const, part }
  return unwrap(api.GET('/v1/transparency-report-exports', { params: { query }, parseAs: 'blob' }))
}
