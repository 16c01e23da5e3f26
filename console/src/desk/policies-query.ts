import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** What is not allowed here, and what it may lead to. */
export const policiesQuery = queryOptions({
  queryKey: ['policies'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/policies', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})
