import type { Reply } from './client.ts'

/** The desk's answers under their names in the words of the desk. */
export type Order = Reply<'/v1/orders/{orderId}', 'get'>
export type ListedOrder = Reply<'/v1/orders', 'get'>['items'][number]
export type OrderState = Order['state']
export type Action = Order['action']
export type Case = Reply<'/v1/cases/{caseId}', 'get'>
export type Account = NonNullable<Case['account']>
export type Offer = Reply<'/v1/orders/{orderId}/offer', 'get'>
export type Preview = Reply<'/v1/orders/preview', 'post'>
export type Me = Reply<'/v1/me', 'get'>
export type Live = Reply<'/v1/live', 'get'>
export type LiveOrder = Live['moving'][number]
export type PoliciesAnswer = Reply<'/v1/policies', 'get'>
export type HistoryEntry = Reply<'/v1/accounts/{accountId}/history', 'get'>['history']['items'][number]
export type Freeze = Reply<'/v1/freezes', 'get'>['items'][number]
