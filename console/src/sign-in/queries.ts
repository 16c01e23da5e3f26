import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** The people of a demo; none elsewhere. */
export const demoPeopleQuery = queryOptions({
  queryKey: ['demo', 'people'],
  queryFn: async ({ signal }) => {
    const { data, response } = await api.GET('/v1/demo/people', { signal })
    return response.status === 404 ? [] : (data?.items ?? [])
  },
  retry: false,
  staleTime: Number.POSITIVE_INFINITY,
})

/** True when single sign-on is available. */
export const signOnQuery = queryOptions({
  queryKey: ['sign-on'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/sign-on', { signal })),
  staleTime: Number.POSITIVE_INFINITY,
})
