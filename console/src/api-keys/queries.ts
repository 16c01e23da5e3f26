import { queryOptions } from '@tanstack/react-query'
import { api, unwrapAll } from '../api/client.ts'

/** The authorities that may send orders with a key of their own. */
export const registeredQuery = queryOptions({
  queryKey: ['law', 'authorities', 'registered'],
  queryFn: async ({ signal }) => {
    const { items } = await unwrapAll((page) => api.GET('/v1/authorities', { params: { query: page }, signal }))
    return items.filter(({ revokedAt }) => revokedAt === null)
  },
})
