import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

const LISTED_MAX = 50

/** Those that wait and the latest of those that were decided. */
export const changesQuery = queryOptions({
  queryKey: ['changes'],
  queryFn: async ({ signal }) => {
    const list = (open: boolean) =>
      unwrap(api.GET('/v1/changes', { params: { query: { open, limit: LISTED_MAX } }, signal }))
    const [waiting, all] = await Promise.all([list(true), list(false)])
    return {
      waiting: waiting.items,
      decided: all.items.filter(({ state }) => state !== 'proposed' && state !== 'agreed'),
      proposals: waiting.proposals,
    }
  },
})
