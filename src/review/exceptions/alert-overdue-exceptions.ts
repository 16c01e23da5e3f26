import { message } from '../../foundation/messages/message.ts'
import { queueAlert } from '../../alerts/alert.ts'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { updateOverdueTold } from './exception-queries.ts'

/** The most exceptions of one run; the rest waits for the next. */
const EXCEPTIONS_AT_ONCE_MAX = 100

/** Alerts the policy team once about each exception with an overdue review; returns their number. */
export async function alertOverdueExceptions(desk: Pick<Desk, 'db'>): Promise<number> {
  return inTransaction(desk.db, async (tx) => {
    const overdue = await updateOverdueTold(tx, EXCEPTIONS_AT_ONCE_MAX)
    for (const { id: exceptionId, subject, policyId, reviewBy } of overdue) {
      const why = message('alert.exceptionOverdue', { exceptionId, policyId, reviewBy })
      queueAlert(tx, { kind: 'exception', to: { role: 'policy' }, why, subject })
    }
    return overdue.length
  })
}
