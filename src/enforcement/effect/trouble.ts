import sql from 'sql-template-tag'
import { IS_TO_ON_CALL } from '../../alerts/alert.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { DESK } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { queueSubjectAttention } from '../desired-state/subject-state.ts'
import { queueLeadsAlert } from '../leads-alert.ts'
import { readEnforcement } from '../queries.ts'

/** The time after which the end of an effect is late at a platform that ends nothing by itself. */
const LATE_REVERT_MS = 120_000

/** Marks a subject for a person to look at, and records the reason. */
export function queueTrouble(tx: Tx, subject: string, why: string): void {
  queueSubjectAttention(tx, subject, why)
  queueEntry(tx, { kind: 'needs_attention', why, by: DESK, subject })
}

/** Alerts the person on call, once, when the desk can't end effects of a subject whose platform ends none by itself. */
export async function alertLateReverts(db: Pool, subject: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const late = await tx.listValues<string>(sql`
      select id from enforcement join enforcement_restore restore on restore.enforcement_id = enforcement.id
      where subject = ${subject} and state = 'restoring'
        and case restore.cause when 'ended' then ends_at when 'unconfirmed' then confirm_by end
          < desk_now() - ${LATE_REVERT_MS} * interval '1 ms'
        and not exists (select from alert where kind = 'offline' and alert.enforcement_id = enforcement.id
          and ${IS_TO_ON_CALL})
      for no key update of enforcement skip locked`)
    for (const enforcementId of late) {
      const enforcement = await readEnforcement(tx, enforcementId)
      queueLeadsAlert(tx, enforcement, 'offline', message('alert.lateRevert', { enforcementId }))
    }
  })
}
