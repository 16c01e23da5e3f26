import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { OrderState } from '../api/shapes.ts'

const CHANGING: readonly OrderState[] = ['releasing', 'restoring']
const LOOK_MS = 2_000

/**
 * One enforcement with its history. While the platform acts it is asked again and again: an event that arrives during the first
 * read is not followed by another one.
 */
export const orderQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['order', orderId],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/orders/{orderId}', { params: { path: { orderId } }, signal })),
    refetchInterval: ({ state: { data } }) => (data !== undefined && CHANGING.includes(data.state) ? LOOK_MS : false),
  })
