import { queryOptions } from '@tanstack/react-query'
import { api, unwrapAll } from '../api/client.ts'

/** The API keys that count. */
export const machineKeysQuery = queryOptions({
  queryKey: ['machine-keys'],
  queryFn: ({ signal }) => unwrapAll((page) => api.GET('/v1/keys', { params: { query: page }, signal })),
})
