import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'

export type Order = Reply<'/v1/authority-orders/{orderId}', 'get'>
export type ListedOrder = Reply<'/v1/authority-orders', 'get'>['items'][number]
export type OrderState = ListedOrder['state']

const ROWS = 50
const LOOK_EVERY_MS = 15_000

/** The orders in one state, newest first. */
export const ordersQuery = (state: OrderState) =>
  infiniteQueryOptions({
    queryKey: ['law', 'orders', state],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/authority-orders', {
          params: { query: { state, limit: ROWS, ...(pageParam === '' ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
  })

/** One order with its items, whose clocks run. */
export const orderQuery = (orderId: string) =>
  queryOptions({
    queryKey: ['law', 'order', orderId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/authority-orders/{orderId}', { params: { path: { orderId } }, signal })),
    refetchInterval: LOOK_EVERY_MS,
  })
