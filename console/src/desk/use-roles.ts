import { useQuery } from '@tanstack/react-query'
import type { Me } from '../api/shapes.ts'
import { meQuery } from '../shell/queries.ts'

export type Role = Me['roles'][number]
export const ROLES: readonly Role[] = ['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin']

/** Who is shown enforcements now: whoever only watches, at any time; others while on shift or on call. Administrators see none. */
export function useSeesEnforcements(): boolean {
  const watches = useHasRole('policy', 'auditor')
  const reviews = useHasRole('reviewer', 'senior', 'lead')
  const shift = useQuery(meQuery).data?.shift
  return watches || (reviews && (shift?.onShift === true || shift?.onCall === true))
}

/** Who is shown cases now: as enforcements, but on call one is at home, and there is no case to take. */
export function useSeesCases(): boolean {
  const watches = useHasRole('policy', 'auditor')
  const reviews = useHasRole('reviewer', 'senior', 'lead')
  const shift = useQuery(meQuery).data?.shift
  return watches || (reviews && shift?.onShift === true)
}

/** Whether one has one of these roles. What the desk lets them do it says itself; this only keeps away what it never would. */
export function useHasRole(...roles: readonly Role[]): boolean {
  return useQuery(meQuery).data?.roles.some((role) => roles.includes(role)) ?? false
}
