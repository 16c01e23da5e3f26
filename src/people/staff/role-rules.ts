import { type Message, message } from '../../foundation/messages/message.ts'
import { REVIEWING_ROLES, type Role } from '../../foundation/domain.ts'

/**
 * Returns the reason why no person may have all of these roles at once, as the end of a sentence. Undefined: they may.
 * Twin of roles_fit_together in SQL.
 */
export function findRoleConflict(roles: readonly Role[]): Message | undefined {
  if (roles.includes('auditor') && roles.length > 1) return message('person.auditorAlone')
  if (roles.includes('admin') && roles.some((role) => REVIEWING_ROLES.includes(role))) {
    return message('person.adminEnforces')
  }
  return undefined
}
