import { queueAlert } from '../../alerts/page.ts'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { updateOverdueTold } from './exception-queries.ts'

/** The rest waits for the next turn. */
const EXCEPTIONS_AT_ONCE_MAX = 100

/** Tells policy once of each exception whose time for looking at it again has passed; answers of how many. */
export async function pageOverdueExceptions(desk: Pick<Desk, 'db'>): Promise<number> {
  return inTransaction(desk.db, async (tx) => {
    const overdue = await updateOverdueTold(tx, EXCEPTIONS_AT_ONCE_MAX)
    for (const { id, subject, policyId, reviewBy } of overdue) {
      const why = `the exception ${id} from ${policyId} was to be looked at again by ${reviewBy.toISOString()}`
      queueAlert(tx, { kind: 'exception', to: { role: 'policy' }, why, subject })
    }
    return overdue.length
  })
}
