import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** Off duty a person may hear of no event of an enforcement. */
const LOOK_MS = 30_000

/** What one person did alone on a ground and this person may confirm now, on or off duty. */
export const unconfirmedQuery = queryOptions({
  queryKey: ['orders', 'unconfirmed'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/unconfirmed', { signal })),
  refetchInterval: LOOK_MS,
})
