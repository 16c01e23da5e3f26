import { queryOptions } from '@tanstack/react-query'
import { api, unwrapAll } from '../api/client.ts'

/** The API keys that count. A key is made by a change, so its query is in the family that changes make stale. */
export const machineKeysQuery = queryOptions({
  queryKey: ['changes', 'machine-keys'],
  queryFn: ({ signal }) => unwrapAll((page) => api.GET('/v1/keys', { params: { query: page }, signal })),
})
