import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type paths, unwrap } from '../api/client.ts'
import { toStartOf } from '../components/local-time.ts'
import { dayAfter } from '../components/zoned-time.ts'

const ROWS_A_PAGE = 50

type ViewKind = NonNullable<NonNullable<paths['/v1/views']['get']['parameters']['query']>['kind']>

/** The filter, as the address states it. Days are those of the person's time zone, the last one included. */
export interface LedgerFilter {
  kind?: string | undefined
  subject?: string | undefined
  staff?: string | undefined
  enforcement?: string | undefined
  from?: string | undefined
  to?: string | undefined
  /** Undefined: routine kinds are shown too. */
  quiet?: true | undefined
}

export type ExportFormat = 'csv' | 'ndjson'

export const verificationQuery = queryOptions({
  queryKey: ['ledger', 'verification'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/ledger/verification', { signal })),
})

/** The part of a filter that entries and views share, in the words of the API. */
const toShared = ({ subject, staff, from, to, quiet }: LedgerFilter) => ({
  ...(subject && { subject }),
  ...(staff && { staff }),
  ...(from && { since: toStartOf(from) }),
  ...(to && { until: toStartOf(dayAfter(to)) }),
  ...(quiet && { routine: 'false' as const }),
})

const toEntries = ({ kind, enforcement, ...filter }: LedgerFilter) => ({
  ...toShared(filter),
  ...(kind && { kind }),
  ...(enforcement && { enforcement }),
})

const toViews = ({ kind, ...filter }: LedgerFilter) => ({
  ...toShared(filter),
  ...(kind && { kind: kind as ViewKind }),
})

const pageOf = (cursor: string) => ({ limit: ROWS_A_PAGE, ...(cursor !== '' && { cursor }) })

export const entriesQuery = (filter: LedgerFilter) =>
  infiniteQueryOptions({
    queryKey: ['ledger', 'entries', filter],
    queryFn: ({ signal, pageParam }) =>
      unwrap(api.GET('/v1/ledger', { params: { query: { ...toEntries(filter), ...pageOf(pageParam) } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const entryQuery = (number: number) =>
  queryOptions({
    queryKey: ['ledger', 'entry', number],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/ledger/{number}', { params: { path: { number } }, signal })),
  })

export const viewsQuery = (filter: LedgerFilter) =>
  infiniteQueryOptions({
    queryKey: ['ledger', 'views', filter],
    queryFn: ({ signal, pageParam }) =>
      unwrap(api.GET('/v1/views', { params: { query: { ...toViews(filter), ...pageOf(pageParam) } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const readEntryFile = (filter: LedgerFilter, format: ExportFormat, reason: string): Promise<Blob> =>
  unwrap<Blob>(
    api.GET('/v1/ledger-exports', { params: { query: { ...toEntries(filter), format, reason } }, parseAs: 'blob' }),
  )

export const readViewFile = (filter: LedgerFilter, format: ExportFormat, reason: string): Promise<Blob> =>
  unwrap<Blob>(
    api.GET('/v1/view-exports', { params: { query: { ...toViews(filter), format, reason } }, parseAs: 'blob' }),
  )
