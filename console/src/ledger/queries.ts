import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

const ROWS_A_PAGE = 50

/** The filter, as the address states it. */
export interface LedgerFilter {
  kind?: string | undefined
  subject?: string | undefined
  staff?: string | undefined
  enforcement?: string | undefined
}

export const verificationQuery = queryOptions({
  queryKey: ['ledger', 'verification'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/ledger/verification', { signal })),
})

export const entriesQuery = ({ kind, subject, staff, enforcement }: LedgerFilter) =>
  infiniteQueryOptions({
    queryKey: ['ledger', 'entries', kind, subject, staff, enforcement],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/ledger', {
          params: {
            query: {
              limit: ROWS_A_PAGE,
              ...(kind && { kind }),
              ...(subject && { subject }),
              ...(staff && { staff }),
              ...(enforcement && { enforcement }),
              ...(pageParam !== '' && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

export const entryQuery = (number: number) =>
  queryOptions({
    queryKey: ['ledger', 'entry', number],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/ledger/{number}', { params: { path: { number } }, signal })),
  })

export const viewsQuery = ({ subject, staff }: LedgerFilter) =>
  infiniteQueryOptions({
    queryKey: ['ledger', 'views', subject, staff],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/views', {
          params: {
            query: {
              limit: ROWS_A_PAGE,
              ...(subject && { subject }),
              ...(staff && { staff }),
              ...(pageParam !== '' && { cursor: pageParam }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
