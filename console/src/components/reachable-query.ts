import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** A turn of the rota begins and ends without an event. */
const AGAIN_MS = 60_000

/** The people who could approve now, what enforcements require, and the gaps in the coming week. */
export const reachableQuery = queryOptions({
  queryKey: ['team', 'reachable'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/reachable', { signal })),
  refetchInterval: AGAIN_MS,
})
