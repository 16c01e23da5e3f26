import { contentKey } from '../../foundation/domain.ts'
import { queueAlert } from '../../alerts/alert.ts'
import type { Tx } from '../../foundation/database/db.ts'

/** Alerts leads about an order that starts no legal clock; a clock pages the person on call itself. */
export function queueAuthorityAlerts(
  tx: Tx,
  order: { id: string; contents: readonly string[]; caseIds: readonly string[] },
): void {
  const [content, ...others] = order.contents
  const about = content !== undefined && others.length === 0 ? { subject: contentKey(content) } : {}
  const why = `An authority ordered content to be taken offline (${order.id}). Cases: ${order.caseIds.join(', ')}`
  queueAlert(tx, { kind: 'authority_order', to: { role: 'lead' }, why: why.slice(0, WHY_LENGTH_MAX), ...about })
}

const WHY_LENGTH_MAX = 2_000
