import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

export const orderQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['order', orderId],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/orders/{orderId}', { params: { path: { orderId } }, signal })),
  })
