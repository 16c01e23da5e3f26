import { useQuery } from '@tanstack/react-query'
import type { Me } from '../api/shapes.ts'
import { meQuery } from '../shell/queries.ts'

export type Role = Me['roles'][number]
export const ROLES: readonly Role[] = ['reviewer', 'senior', 'lead', 'policy', 'auditor', 'admin']

/** Who is shown orders at all; administrators manage people and see none. */
const SEES_ORDERS = ['reviewer', 'senior', 'lead', 'policy', 'auditor'] as const
export const useSeesOrders = (): boolean => useHasRole(...SEES_ORDERS)

/** Whether one has one of these roles. What the desk lets them do it says itself; this only keeps away what it never would. */
export function useHasRole(...roles: readonly Role[]): boolean {
  return useQuery(meQuery).data?.roles.some((role) => roles.includes(role)) ?? false
}
