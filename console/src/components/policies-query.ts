import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** The policies and the actions that each allows. They grow stale when the desk names the hash of others (`listen`). */
export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/policies', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})
