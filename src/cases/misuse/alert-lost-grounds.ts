import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'

/** Alerts the leads, once for each, of running pauses whose marks hold no more. The pause runs until a person ends it. */
export const alertLostGrounds = (db: Pool): Promise<void> =>
  inTransaction(db, async (tx) => {
    for (const measureId of await tx.listValues<string>(sql`select list_lost_grounds()`))
      queueAlert(tx, { kind: 'change', to: { role: 'lead' }, why: message('alert.senderGround', { measureId }) })
  })
