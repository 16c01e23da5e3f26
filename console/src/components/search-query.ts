import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, type paths, type Reply, unwrap } from '../api/client.ts'

export const CHARS_MIN = 2
/** The most characters sent: a platform's id may have 256, and longer text is cut, not refused. */
export const CHARS_MAX = 1_000
const PEOPLE_CHARS_MAX = 64
const HITS_A_PAGE = 20

export type Hit = Reply<'/v1/search', 'get'>['items'][number]
type Query = paths['/v1/search']['get']['parameters']['query']
export type SearchFilter = Pick<Query, 'state' | 'queue' | 'language' | 'within'>

export interface Asked {
  kind: Hit['kind'] | 'reporter'
  q: string
  /** Empty: none was given. */
  why: string
  filter?: SearchFilter
}

const TAKES_A_REASON = ['account', 'reporter']

const isAsked = ({ kind, q, why }: Asked): boolean =>
  q.length >= CHARS_MIN && (why !== '' || !TAKES_A_REASON.includes(kind))

const read = ({ kind, q, why, filter }: Asked, more: Partial<Query>, signal: AbortSignal) =>
  unwrap(
    api.GET('/v1/search', {
      params: {
        query: {
          kind,
          q,
          limit: HITS_A_PAGE,
          ...(why === '' ? {} : { reason: why }),
          ...filter,
          ...more,
        },
      },
      signal,
    }),
  )

/** The first hits of a search; disabled until the text is long enough and a required reason is given. */
export const searchQuery = (asked: Asked) =>
  queryOptions({
    queryKey: ['search', asked.kind, asked.q, asked.why],
    queryFn: ({ signal }) => read(asked, {}, signal),
    enabled: isAsked(asked),
  })

const PEOPLE_MAX = 20

/** The people of the organisation with these words in pseudonym, id, team, site, employer or roles. */
export const peopleQuery = (text: string, isAllowed: boolean) =>
  queryOptions({
    queryKey: ['search', 'people', text],
    queryFn: ({ signal }) =>
      unwrap(
        api.GET('/v1/staff', {
          params: { query: { text: text.slice(0, PEOPLE_CHARS_MAX), limit: PEOPLE_MAX } },
          signal,
        }),
      ),
    enabled: isAllowed && text.length >= CHARS_MIN,
  })

/** The hits of a search, further ones on demand. With a filter, even an empty one, the first page counts values. */
export const hitsQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ['search', 'pages', asked],
    queryFn: ({ signal, pageParam }) =>
      read(asked, pageParam === '' ? { facets: asked.filter !== undefined } : { cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // A search with a reason runs only when its reader sends it: each is recorded.
    ...(TAKES_A_REASON.includes(asked.kind) && { staleTime: 'static' as const }),
    enabled: isAsked(asked),
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
