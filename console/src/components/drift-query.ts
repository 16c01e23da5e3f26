import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

const LOOK_EVERY_MS = 60_000

/** The state of drift detection, and of one account. */
export const driftDetectionQuery = (account?: string) =>
  queryOptions({
    queryKey: ['drift-detection', account ?? ''],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/drift-detection', { params: { query: account === undefined ? {} : { account } }, signal })),
    refetchInterval: LOOK_EVERY_MS,
  })
