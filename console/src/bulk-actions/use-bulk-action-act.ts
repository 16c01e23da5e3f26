import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { BulkAction } from '../api/shapes.ts'
import { bulkActionQuery } from './queries.ts'

/** Returns the mutation of an act on a bulk action; the answer is its new state, which is shown at once. */
export function useBulkActionAct<Given = void>(bulkActionId: string, act: (given: Given) => Promise<BulkAction>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: (told) => client.setQueryData(bulkActionQuery(bulkActionId).queryKey, told),
  })
}
