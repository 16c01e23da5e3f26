import type { Role } from '../api/role.ts'
import { useMe } from '../shell/me.tsx'

export type { Role }
export const ROLES: readonly Role[] = ['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin']

/**
 * True when the caller may see enforcements now: policy and auditors always, others on shift or on call. Administrators
 * never.
 */
export function useSeesEnforcements(): boolean {
  const watches = useHasRole('policy', 'auditor')
  const reviews = useHasRole('reviewer', 'senior', 'lead')
  const shift = useMe()?.shift
  return watches || (reviews && (shift?.onShift === true || shift?.onCall === true))
}

/**
 * True when the caller may see cases now: policy and auditors always, others on shift. A person on call takes no cases.
 */
export function useSeesCases(): boolean {
  const watches = useHasRole('policy', 'auditor')
  const reviews = useHasRole('reviewer', 'senior', 'lead')
  const shift = useMe()?.shift
  return watches || (reviews && shift?.onShift === true)
}

/** True when the caller may list the people of the organisation now: leads only on shift. */
export function useListsPeople(): boolean {
  const isOnShift = useMe()?.shift.onShift === true
  return [useHasRole('auditor', 'admin'), useHasRole('lead') && isOnShift].includes(true)
}

/**
 * True when the caller has one of these roles. The desk decides what they may do; this only hides what it always
 * refuses.
 */
export function useHasRole(...roles: readonly Role[]): boolean {
  return useMe()?.roles.some((role) => roles.includes(role)) ?? false
}
