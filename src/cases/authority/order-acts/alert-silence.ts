import sql from 'sql-template-tag'
import { queueAlert } from '../../../alerts/alert.ts'
import type { Tx } from '../../../foundation/database/db.ts'
import { message } from '../../../foundation/messages/message.ts'

/** Alerts leads and policy to a silence that one person stated, and that another confirms or that ends early. */
export async function queueSilenceAlerts(tx: Tx, orderId: string): Promise<void> {
  const { until, end } = await tx.only<{ until: Date | null; end: Date | null }>(sql`
    select silence_to_confirm(${orderId}) as until, order_silent_until(${orderId}) as end`)
  if (until === null || end === null) return
  const why = message('alert.orderSilence', { orderId, until, end })
  for (const role of ['lead', 'policy'] as const) queueAlert(tx, { kind: 'authority_order', to: { role }, why })
}
