import { queryOptions } from '@tanstack/react-query'
import { api, type paths, type Reply, unwrap } from '../api/client.ts'
import type { WaitingApproval } from '../api/shapes.ts'
import { ROWS_MAX } from './start-panel.tsx'

type CaseQuery = NonNullable<paths['/v1/cases']['get']['parameters']['query']>
export type ListedCase = Reply<'/v1/cases', 'get'>['items'][number]

/** A case becomes late without an event, and so does an exception overdue: they are read again. */
const AGAIN_MS = 20_000
const SELDOM_MS = 60_000

/** The lists of cases, each as a filter of the queue. */
const CASES = {
  own: { claimedBy: 'me', sort: 'due' },
  next: { assignee: 'none', sort: 'priority' },
  late: { breached: 'true', sort: 'due' },
  escalated: { escalated: 'true', sort: 'age' },
} as const satisfies Record<string, CaseQuery>
export type CaseList = keyof typeof CASES

/** The first cases of a list. Its key is in the family that events of cases make stale. */
export const casesQuery = (list: CaseList) =>
  queryOptions({
    queryKey: ['queue', 'start', list],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/cases', { params: { query: { state: 'open', ...CASES[list], limit: ROWS_MAX } }, signal })),
    ...(list === 'late' && { refetchInterval: AGAIN_MS }),
  })

/** No more, because the desk makes several queries for each enforcement. */
const APPROVAL_PAGES_MAX = 3

/** Reads the first pages: the desk sorts by deadline, and the panel sorts first what asks the caller. */
async function readApprovals(signal: AbortSignal): Promise<WaitingApproval[]> {
  const read: WaitingApproval[] = []
  let query: { cursor?: string } = {}
  for (let pages = 0; pages < APPROVAL_PAGES_MAX; pages++) {
    const { items, nextCursor }: Reply<'/v1/approvals', 'get'> = await unwrap(
      api.GET('/v1/approvals', { params: { query }, signal }),
    )
    read.push(...items)
    if (nextCursor === null) break
    query = { cursor: nextCursor }
  }
  return read
}

export const approvalsQuery = queryOptions({
  queryKey: ['countersign', 'start'],
  queryFn: ({ signal }) => readApprovals(signal),
})

export const waitingChangesQuery = queryOptions({
  queryKey: ['changes', 'start'],
  queryFn: ({ signal }) =>
    unwrap(api.GET('/v1/changes', { params: { query: { open: true, limit: ROWS_MAX } }, signal })),
})

export const verificationQuery = queryOptions({
  queryKey: ['ledger', 'verification'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/ledger/verification', { signal })),
  refetchInterval: SELDOM_MS,
})

/** The exceptions in effect, the earliest review first. */
export const exceptionsQuery = queryOptions({
  queryKey: ['exceptions', 'start'],
  queryFn: ({ signal }) =>
    unwrap(api.GET('/v1/newsworthy-exceptions', { params: { query: { limit: ROWS_MAX } }, signal })),
  refetchInterval: SELDOM_MS,
})

const CHANNELS_MAX = 50

export const channelsQuery = queryOptions({
  queryKey: ['channels', 'start'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/channels', { params: { query: { limit: CHANNELS_MAX } }, signal })),
  refetchInterval: SELDOM_MS,
})
