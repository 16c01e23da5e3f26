import { queryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'

export const CHARS_MIN = 2
/** The most characters sent: a platform's id may have 256, and longer text is cut, not refused. */
export const CHARS_MAX = 1_000
const HITS_MAX = 20

export type Hit = Reply<'/v1/search', 'get'>['items'][number]

export interface Asked {
  kind: Hit['kind'] | 'reporter'
  q: string
  /** Empty: none was given. */
  why: string
}

const TAKES_A_REASON = ['account', 'reporter']

/** The hits of a search; disabled until the text is long enough and a required reason is given. */
export const searchQuery = ({ kind, q, why }: Asked) =>
  queryOptions({
    queryKey: ['search', kind, q, why],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/v1/search', {
          params: { query: { kind, q, limit: HITS_MAX, ...(why === '' ? {} : { reason: why }) } },
          signal,
        }),
      ),
    // A search with a reason runs only when its reader sends it: each is recorded.
    ...(TAKES_A_REASON.includes(kind) && { staleTime: 'static' as const }),
    enabled: q.length >= CHARS_MIN && (why !== '' || !TAKES_A_REASON.includes(kind)),
  })

export type Place = { kind: 'enforcement' | 'case' | 'account'; id: string }

/** Returns the page of an id of the desk, whether or not the object exists: that page shows it. */
export function ownPlace(text: string): Place | undefined {
  const id = text.toLowerCase()
  if (/^enf_\d+$/.test(id)) return { kind: 'enforcement', id }
  return /^case_\d+$/.test(id) ? { kind: 'case', id } : undefined
}

/** The account that is named by its whole id, as something that was found shows. */
export const accountPlace = (text: string, hits: readonly Hit[]): Place | undefined =>
  hits.some((hit) => (hit.kind === 'account' ? hit.id : hit.accountId) === text)
    ? { kind: 'account', id: text }
    : undefined
