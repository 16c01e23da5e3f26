import { useQuery } from '@tanstack/react-query'
import { alertsQuery, liveQuery, queueCountsQuery } from '../shell/queries.ts'
import { wayBackOf } from './stop-or-restore.tsx'
import { useSeesCases, useSeesEnforcements } from './use-roles.ts'

/** The number of the caller's alerts that they have not acknowledged. */
export const useUnacknowledged = (): number => useQuery(alertsQuery).data?.items.length ?? 0

/** The number of moving enforcements that one press stops or restores; 0 for people who see no enforcements. */
export function useStoppable(): number {
  const live = useQuery({ ...liveQuery, enabled: useSeesEnforcements() })
  return live.data?.moving.filter(({ state }) => wayBackOf(state) !== undefined).length ?? 0
}

/** The number of open cases that the caller may open; 0 for people who see no cases. */
export function useWaiting(): number {
  const counts = useQuery({ ...queueCountsQuery, enabled: useSeesCases() })
  return counts.data?.queues.reduce((sum, { open }) => sum + open, 0) ?? 0
}
