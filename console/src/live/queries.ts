import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

const LOOK_MS = 1_000

/** A set of enforcements to undo; refetched while the desk works on it. */
export const bulkQuery = (restoreId: string) =>
  queryOptions({
    queryKey: ['restores', restoreId],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/restores/{restoreId}', { params: { path: { restoreId } }, signal })),
    refetchInterval: ({ state: { data } }) => (data?.startedAt != null && data.doneAt === null ? LOOK_MS : false),
  })
