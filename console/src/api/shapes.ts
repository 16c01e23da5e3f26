import type { paths, Reply } from './client.ts'

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
export type Member = Reply<'/v1/staff', 'get'>['items'][number]
export type RotaEntry = Reply<'/v1/rota', 'get'>['items'][number]
export type Passkey = Reply<'/v1/staff/{staffId}/passkeys', 'get'>['items'][number]
export type Reachable = Reply<'/v1/reachable', 'get'>
export type Change = Reply<'/v1/changes', 'get'>['items'][number]
export type Wanted = paths['/v1/changes']['post']['requestBody']['content']['application/json']['change']
export type Proposal = Reply<'/v1/changes', 'get'>['proposals'][number]
export type Guards = Reply<'/v1/guards', 'get'>
export type Guard = Guards['guards'][number]
export type FactRow = Guards['facts'][number]
export type ChangeDetail = Reply<'/v1/changes/{changeId}', 'get'>
export type RuleDiff = ChangeDetail['rules'][number]
export type ReplayPage = Reply<'/v1/guards/replay', 'post'>
export type TryBody = paths['/v1/guards/try']['post']['requestBody']['content']['application/json']
