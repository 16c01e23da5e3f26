import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { EnforcementState } from '../api/shapes.ts'

const CHANGING: readonly EnforcementState[] = ['releasing', 'restoring']
const LOOK_MS = 2_000

/**
 * One enforcement with its history. It refetches while the platform acts: an event that arrives during the first read
 * triggers no second one.
 */
export const enforcementQuery = (enforcementId: string) =>
  queryOptions({
    queryKey: ['enforcement', enforcementId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/enforcements/{enforcementId}', { params: { path: { enforcementId } }, signal })),
    refetchInterval: ({ state: { data } }) => (data !== undefined && CHANGING.includes(data.state) ? LOOK_MS : false),
  })
