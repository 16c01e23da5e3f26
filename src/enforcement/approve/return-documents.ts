import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { returnCase } from '../../cases/queue/return-case.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DESK } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'

const AT_ONCE_MAX = 100
const WHY = message('alert.look.document')

/**
 * Returns the cases of contents that the only person of a solo organisation hid on a document and that stay
 * unconfirmed. A day later each case returns to its queue, once, and the person is alerted. Returns the number of
 * contents.
 */
export async function returnDocuments({ db }: Pick<Desk, 'db'>): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await tx.query<{ id: string; subject: string; caseId: string | null; staffId: string }>(sql`
      select id, subject, case_id as "caseId", actor_id(proposed_by, 'staff') as "staffId" from enforcement hidden
      where ground = 'document' and state = 'in_effect' and confirmed_at is null
        and in_effect_at <= desk_now() - own_review_after()
        and not exists (select from alert where kind = 'look' and enforcement_id = hidden.id
          and to_staff = actor_id(hidden.proposed_by, 'staff'))
      order by subject limit ${AT_ONCE_MAX}`)
    for (const { id, subject, caseId, staffId } of rows) {
      if (caseId !== null) await returnCase(tx, { caseId, why: WHY, by: DESK })
      queueAlert(tx, { kind: 'look', to: { staff: staffId }, why: WHY, subject, enforcementId: id })
    }
    return rows.length
  })
}
