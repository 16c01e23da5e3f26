import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import { clearPersistentState } from '../shell/persistent-state.ts'
import { clearRecentSearches } from '../shell/recent-searches.ts'

/** Signs the caller out here: cached answers and typed texts of this tab are deleted. */
export function useSignOut() {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useMutation({
    mutationFn: () => unwrap(api.POST('/v1/sign-out')),
    onSuccess: async () => {
      client.clear()
      clearPersistentState()
      clearRecentSearches()
      await navigate({ to: '/sign-in', search: {} })
    },
  })
}
