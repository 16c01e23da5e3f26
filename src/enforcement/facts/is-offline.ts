import { parseSubjectKey, takesOffline } from '../../foundation/domain.ts'
import { takesContent } from '../../policy/requirements/action-order.ts'
import type { ToJudge } from './gather-facts.ts'
import type { KnownRow } from './queries.ts'

/**
 * True when the action takes the account offline, as a whole or by its hidden share. PostgreSQL counts the share, and
 * checks every release against it.
 */
export function isOffline({ share }: KnownRow, { action, subject }: ToJudge): boolean {
  if (takesOffline(action)) return true
  if (action === 'limit') return parseSubjectKey(subject).kind === 'account'
  return takesContent(action) && (share?.offline ?? true)
}
