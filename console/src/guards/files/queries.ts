import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../../api/client.ts'
import type { RuleSetName } from '../../api/shapes.ts'
import { inTurn } from '../in-turn.ts'

const VERSIONS_A_PAGE = 20

export const ruleFilesQuery = queryOptions({
  queryKey: ['guards', 'files'],
  queryFn: ({ signal }) => unwrap(api.GET('/v1/rule-sets', { signal })),
})

export const versionsQuery = (name: RuleSetName) =>
  infiniteQueryOptions({
    queryKey: ['guards', 'files', name, 'versions'],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        api.GET('/v1/rule-sets/{name}/versions', {
          params: {
            path: { name },
            query: { limit: VERSIONS_A_PAGE, ...(pageParam === '' ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })

/** One version with its text, which never changes. */
export const versionQuery = (name: RuleSetName, version: number) =>
  queryOptions({
    queryKey: ['guards', 'files', name, 'version', version],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/v1/rule-sets/{name}/versions/{version}', { params: { path: { name, version } }, signal })),
    staleTime: 'static',
  })

/** A draft of a rule file. Without a time it takes effect when it is adopted. */
export interface FileDraft {
  name: RuleSetName
  text: string
  effectiveAt?: string
}

export const checkFileQuery = ({ name, ...body }: FileDraft) =>
  queryOptions({
    queryKey: ['guards', 'files', name, 'check', body],
    queryFn: ({ signal: wanted }) =>
      inTurn(
        (signal) => unwrap(api.POST('/v1/rule-sets/{name}/check', { params: { path: { name } }, body, signal })),
        wanted,
      ),
    gcTime: 0,
  })
