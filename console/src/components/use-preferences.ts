import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Me } from '../api/shapes.ts'
import { useMe } from '../shell/me.tsx'
import { meQuery } from '../shell/queries.ts'
import { followChoice } from '../words/language.ts'

export type Preferences = Me['preferences']

/** The caller's settings of the console, and the mutation that changes some of them, for every browser of the person. */
export function usePreferences() {
  const client = useQueryClient()
  const preferences = useMe()?.preferences
  const change = useMutation({
    mutationFn: async (changed: Partial<Preferences>) => {
      const { preferences: stored } = await client.ensureQueryData(meQuery)
      const body = { ...stored, ...changed }
      await unwrap(api.PUT('/v1/me/preferences', { body }))
      return body
    },
    // One request after the other, so that no change is lost to another.
    scope: { id: 'preferences' },
    onSuccess: (body) => {
      client.setQueryData(meQuery.queryKey, (me) => me && { ...me, preferences: body })
      followChoice(body)
    },
  })
  return { preferences, change }
}
