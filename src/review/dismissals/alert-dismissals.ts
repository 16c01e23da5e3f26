import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { inTransaction, type Pool } from '../../foundation/database/db.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { DISMISSED_A_DAY_MAX } from './set-queries.ts'

const AGAIN_AFTER_HOURS = 24

/** Alerts the leads, once a day, about a person who tries to dismiss more cases than one person may. */
export async function alertDismissals(db: Pool, { id, pseudonym }: StaffCaller): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.query(sql`select from staff where id = ${id} for no key update`)
    const why = `${pseudonym} tried to dismiss more than ${DISMISSED_A_DAY_MAX} cases in sets within 24 hours. Ask for the reason, and undo the sets if they are wrong.`
    const known = await tx.find(sql`
      select from alert where kind = 'dismissals' and why = ${why} and at > desk_now() - ${AGAIN_AFTER_HOURS} * interval '1 hour'`)
    if (known === undefined) queueAlert(tx, { kind: 'dismissals', to: { role: 'lead' }, why })
  })
}
