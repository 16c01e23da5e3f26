import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Campaign } from '../api/shapes.ts'

const LOOK_MS = 1_500
/** What goes on by itself is looked at again and again. */
const MOVING: readonly Campaign['state'][] = ['preparing', 'running']

export const campaignsQuery = queryOptions({
  queryKey: ['campaigns'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/campaigns', { signal })),
})

export const campaignQuery = (campaignId: string) =>
  queryOptions({
    queryKey: ['campaigns', campaignId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/campaigns/{campaignId}', { params: { path: { campaignId } }, signal })),
    refetchInterval: ({ state: { data } }) => (data !== undefined && MOVING.includes(data.state) ? LOOK_MS : false),
  })
