import { REVIEWING_ROLES, type Role } from '../../foundation/domain.ts'

/**
 * Returns the reason why no person may have all of these roles at once, as the end of a sentence; undefined if they
 * may.
 * Twin of roles_fit_together in SQL.
 */
export function whyNotTogether(roles: readonly Role[]): string | undefined {
  if (roles.includes('auditor') && roles.length > 1)
    return 'an auditor has no other role, so that nobody audits what they did'
  if (roles.includes('admin') && roles.some((role) => REVIEWING_ROLES.includes(role))) {
    return 'an admin is no reviewer, senior or lead: whoever manages people enforces nothing'
  }
  return undefined
}
