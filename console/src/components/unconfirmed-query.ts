import { queryOptions } from '@tanstack/react-query'
import { api, unwrapAll } from '../api/client.ts'

/** Off duty, events of enforcements are not sent to a person, so the list is read at intervals. */
const LOOK_MS = 30_000

/** Reads the actions of one person alone that the signed-in person may confirm now, on or off duty. */
export const unconfirmedQuery = queryOptions({
  queryKey: ['enforcements', 'unconfirmed'],
  queryFn: ({ signal }) => unwrapAll((page) => api.GET('/v1/unconfirmed', { params: { query: page }, signal })),
  refetchInterval: LOOK_MS,
})
