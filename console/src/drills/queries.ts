import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

const LOOK_AGAIN_MS = 5_000

const DRILLS_MAX = 100

/** Past and planned drills; refetched while a drill runs or is about to begin. */
export const drillsQuery = queryOptions({
  queryKey: ['drills'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/drills', { params: { query: { limit: DRILLS_MAX } }, signal })),
  refetchInterval: ({ state: { data } }) =>
    data !== undefined && (data.now !== null || data.items.some(isOpen)) ? LOOK_AGAIN_MS : false,
})

const isOpen = ({ enforcementId, refused }: { enforcementId: string | null; refused: string | null }) =>
  enforcementId === null && refused === null
