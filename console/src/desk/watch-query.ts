import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

const LOOK_EVERY_MS = 60_000

/** The state of drift detection, and of one account. */
export const watchQuery = (account?: string) =>
  queryOptions({
    queryKey: ['watch', account ?? ''],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/watch', { params: { query: account === undefined ? {} : { account } }, signal })),
    refetchInterval: LOOK_EVERY_MS,
  })
