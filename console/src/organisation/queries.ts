import { queryOptions } from '@tanstack/react-query'
import { api, unwrap, unwrapAll } from '../api/client.ts'

export const SHADOW_DAYS = [1, 7, 14, 90] as const
export type ShadowDays = (typeof SHADOW_DAYS)[number]

/** The requirements that guards would have set in shadow mode. */
export const shadowQuery = (days: ShadowDays) =>
  queryOptions({
    queryKey: ['organisation', 'shadow', days],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/shadow-report', { params: { query: { days } }, signal })),
  })

/** The protections of accounts that are due for review. */
export const reviewsQuery = queryOptions({
  queryKey: ['organisation', 'reviews'],
  queryFn: ({ signal }) => unwrapAll((page) => api.GET('/v1/protection-reviews', { params: { query: page }, signal })),
})

/** The election windows, in which enforcements by one person end sooner. */
export const electionsQuery = queryOptions({
  queryKey: ['organisation', 'elections'],
  queryFn: ({ signal }) => unwrapAll((page) => api.GET('/v1/election-windows', { params: { query: page }, signal })),
})

/** The trusted flaggers, past ones included. */
export const flaggersQuery = queryOptions({
  queryKey: ['organisation', 'flaggers'],
  queryFn: ({ signal }) => unwrapAll((page) => api.GET('/v1/trusted-flaggers', { params: { query: page }, signal })),
})

/** The senders whose submissions or contents were marked, with their figures. */
export const sendersQuery = queryOptions({
  queryKey: ['organisation', 'senders'],
  queryFn: ({ signal }) => unwrapAll((page) => api.GET('/v1/misuse-senders', { params: { query: page }, signal })),
})

/** One sender with marks, warnings and pauses. Each look at it is recorded. */
export const senderQuery = (senderId: string) =>
  queryOptions({
    queryKey: ['organisation', 'senders', senderId],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/misuse-senders/{senderId}', { params: { path: { senderId } }, signal })),
  })

/** The outcomes of the reports of trusted flaggers that arrived in a year. */
export const flaggerFiguresQuery = (year: number) =>
  queryOptions({
    queryKey: ['organisation', 'flaggers', year],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/flagger-figures', { params: { query: { year } }, signal })),
  })

/** Reads the figures of a year as CSV. */
export const exportFigures = (year: number): Promise<Blob> =>
  unwrap<Blob>(api.GET('/v1/flagger-figure-exports', { params: { query: { year } }, parseAs: 'blob' }))

/** The recovery state and the first signs of lost data. */
export const recoveryQuery = queryOptions({
  queryKey: ['organisation', 'recovery'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/database-recovery', { signal })),
  refetchInterval: 20_000,
})

/** The change by which two people end the recovery state, while it waits. */
export const recoveryChangeQuery = queryOptions({
  queryKey: ['changes', 'recovery'],
  queryFn: async ({ signal }) => {
    const { items } = await unwrapAll((page) =>
      api.GET('/v1/changes', { params: { query: { open: true, ...page } }, signal }),
    )
    return items.find(({ kind }) => kind === 'recovery_end') ?? null
  },
})
