import { queryOptions } from '@tanstack/react-query'
import { api, type Reply, unwrap } from '../api/client.ts'

export type FoundSubject = Reply<'/v1/subject-lookups', 'post'>['items'][number]

export const keyOf = ({ subject: { kind, id } }: FoundSubject): string => `${kind}:${id}`

/** The accounts and contents that a name means. Each look-up is recorded, so it runs only when its reader sends it. */
export const lookupQuery = (name: string) =>
  queryOptions({
    queryKey: ['subject-lookups', name],
    queryFn: ({ signal }) => unwrap(api.POST('/v1/subject-lookups', { body: { name }, signal })),
    enabled: name !== '',
    staleTime: 'static',
  })
