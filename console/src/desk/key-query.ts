import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** The API keys that count. */
export const machineKeysQuery = queryOptions({
  queryKey: ['machine-keys'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/keys', { signal })),
})
