import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { BulkAction } from '../api/shapes.ts'

const LOOK_MS = 1_500
/** The states in which a bulk action proceeds by itself: its page refetches. */
const MOVING: readonly BulkAction['state'][] = ['preparing', 'running']

export const bulkActionsQuery = queryOptions({
  queryKey: ['bulk_actions'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/bulk-actions', { signal })),
})

export const bulkActionQuery = (bulkActionId: string) =>
  queryOptions({
    queryKey: ['bulk_actions', bulkActionId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/bulk-actions/{bulkActionId}', { params: { path: { bulkActionId } }, signal })),
    refetchInterval: ({ state: { data } }) => (data !== undefined && MOVING.includes(data.state) ? LOOK_MS : false),
  })
