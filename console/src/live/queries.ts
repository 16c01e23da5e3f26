import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

const LOOK_MS = 1_000

/** A set of enforcements to be undone, looked at again and again while it is being worked. */
export const bulkQuery = (restoreId: string) =>
  queryOptions({
    queryKey: ['restores', restoreId],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/restores/{restoreId}', { params: { path: { restoreId } }, signal })),
    refetchInterval: ({ state: { data } }) => (data?.startedAt != null && data.doneAt === null ? LOOK_MS : false),
  })
