import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

/** One order as whoever is asked about it may see it now. */
export const offerQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['countersign', orderId],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/orders/{orderId}/offer', { params: { path: { orderId } }, signal })),
    staleTime: 0,
  })
