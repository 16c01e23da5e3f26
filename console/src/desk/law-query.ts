import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

const LOOK_EVERY_MS = 30_000

/** Times the law gives: those that run, or those that were missed. */
export const legalClocksQuery = (missed: boolean) =>
  queryOptions({
    queryKey: ['queue', 'legal-clocks', missed],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/legal-clocks', { params: { query: { missed } }, signal })),
    refetchInterval: LOOK_EVERY_MS,
  })
