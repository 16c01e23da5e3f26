import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { toStartOf } from '../components/local-time.ts'
import { dayAfter } from '../components/zoned-time.ts'
import { api, unwrap } from '../api/client.ts'
import type { TimelineView } from '../components/timeline-view.ts'
import { lacksReason } from '../components/view-reason-form.tsx'

const ENTRIES_A_PAGE = 50

/** The first moment after a day of the reader's own. */
const afterDay = (day: string): string => toStartOf(dayAfter(day))

/**
 * All that happened to an account, the newest first, a page at a time. An empty `why`: none was given, which does for an
 * account in a case one holds.
 */
export const historyQuery = (accountId: string, why: string, { show = 'all', until }: TimelineView) =>
  infiniteQueryOptions({
    queryKey: ['account', accountId, 'timeline', why, show, until],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/accounts/{accountId}/history', {
          params: {
            path: { accountId },
            query: {
              limit: ENTRIES_A_PAGE,
              ...(show === 'all' ? {} : { show }),
              ...(until === undefined ? {} : { until: afterDay(until) }),
              ...(pageParam === '' ? {} : { cursor: pageParam }),
              ...(why === '' ? {} : { reason: why }),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.history.nextCursor,
    // No automatic refetch while a reason is missing: the form in which the caller writes it must stay.
    enabled: ({ state }) => !lacksReason(state.error),
    // The account stays on the page while another part of its history loads.
    placeholderData: keepPreviousData,
  })
