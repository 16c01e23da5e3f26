import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueAlert } from '../../alerts/alert.ts'

const AT_ONCE_MAX = 100

/**
 * In a solo organisation, alerts the proposer once, a day after the proposal, that they may now review and approve it
 * themselves.
 */
export async function alertProposerToReview({ db }: Pick<Desk, 'db'>): Promise<void> {
  await inTransaction(db, async (tx) => {
    const { rows } = await tx.query<{ id: string; subject: string; staffId: string }>(sql`
      select waiting.id, waiting.subject, party.staff_id as "staffId"
      from enforcement waiting join enforcement_party party on party.enforcement_id = waiting.id
      where waiting.state = 'awaiting_approval'
        and waiting.proposed_at <= desk_now() - own_review_after() and may_look_again(waiting.id, party.staff_id)
        and not exists (select from alert where kind = 'look' and enforcement_id = waiting.id and to_staff = party.staff_id)
      limit ${AT_ONCE_MAX}`)
    const why = message('alert.look.again')
    for (const { id, subject, staffId } of rows)
      queueAlert(tx, { kind: 'look', to: { staff: staffId }, why, subject, enforcementId: id })
  })
}
