import { queryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'

export const CHARS_MIN = 2
/** A platform's id may have 256, and what is pasted is cut and not refused. */
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

/** What is found; nothing is asked before there is enough to look for, and a reason where that takes one. */
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
    // What is asked with a reason is asked once, when somebody says so: each time is one more on record.
    ...(TAKES_A_REASON.includes(kind) && { staleTime: 'static' as const }),
    enabled: q.length >= CHARS_MIN && (why !== '' || !TAKES_A_REASON.includes(kind)),
  })

export type Place = { kind: 'enforcement' | 'case' | 'account'; id: string }

/** The page that an id of the desk's own names, whether or not there is such a thing: that page says so. */
export function ownPlace(text: string): Place | undefined {
  const id = text.toLowerCase()
  if (/^o-\d+$/.test(id)) return { kind: 'enforcement', id }
  return /^c-\d+$/.test(id) ? { kind: 'case', id } : undefined
}

/** The account that is named by its whole id, as something that was found shows. */
export const accountPlace = (text: string, hits: readonly Hit[]): Place | undefined =>
  hits.some((hit) => (hit.kind === 'account' ? hit.id : hit.accountId) === text)
    ? { kind: 'account', id: text }
    : undefined
