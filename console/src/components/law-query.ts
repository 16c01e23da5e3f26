import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

const LOOK_EVERY_MS = 30_000

/** Times the law gives: those that run, or those that were missed. */
export const legalClocksQuery = (missed: boolean) =>
  queryOptions({
    queryKey: ['queue', 'legal-clocks', missed],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/legal-clocks', { params: { query: { missed } }, signal })),
    refetchInterval: LOOK_EVERY_MS,
  })

/** Orders of authorities: about one content, or all. */
export const authorityOrdersQuery = (content: string | undefined) =>
  queryOptions({
    queryKey: ['queue', 'authority-orders', content],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/authority-orders', { params: { query: content === undefined ? {} : { content } }, signal })),
  })

/** Removal requests: about one content, or all. */
export const removalRequestsQuery = (content: string | undefined) =>
  queryOptions({
    queryKey: ['queue', 'removal-requests', content],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/removal-requests', { params: { query: content === undefined ? {} : { content } }, signal })),
  })

/** The referrals to authorities of one case, of one account, or all that the caller may open. */
export const referralsQuery = (query: { case?: string; account?: string } = {}) =>
  queryOptions({
    queryKey: ['law', 'referrals', query],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/referrals', { params: { query }, signal })),
  })

/** The facts of an account since a legal hold began. */
export const keptFactsQuery = (holdId: string) =>
  queryOptions({
    queryKey: ['law', 'kept', holdId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/legal-holds/{holdId}/facts', { params: { path: { holdId } }, signal })),
  })

/** The legal holds of one account, or all. */
export const holdsQuery = (query: { account?: string } = {}) =>
  queryOptions({
    queryKey: ['law', 'holds', query],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/legal-holds', { params: { query }, signal })),
  })
