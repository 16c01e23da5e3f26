import { queryOptions } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'

export const caseQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case', caseId],
    queryFn: ({ signal }) => unwrap(api.GET('/v1/cases/{caseId}', { params: { path: { caseId } }, signal })),
  })
