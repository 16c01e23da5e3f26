import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** A demo's people; where there is no demo the desk knows no such address. */
export const demoPeopleQuery = queryOptions({
  queryKey: ['demo', 'people'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/demo/people', { signal })),
  retry: false,
  staleTime: Number.POSITIVE_INFINITY,
})
