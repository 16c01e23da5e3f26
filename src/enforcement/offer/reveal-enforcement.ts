import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { lockStanding } from '../../people/staff/standing.ts'
import { alertUnapprovable } from '../leads-alert.ts'
import { findAskedFor, lockEnforcement, type Enforcement } from '../queries.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { listPassed, requirementOf } from '../approve/is-needed.ts'

/**
 * Shows a person the action of an enforcement before their own review, which forfeits their approval. Leads are alerted
 * when the others on duty cannot approve it. Repeating it changes nothing.
 */
export async function revealEnforcement(
  desk: Desk,
  { enforcementId, by }: { enforcementId: string; by: StaffCaller },
): Promise<Enforcement> {
  return inTransaction(desk.db, async (tx) => {
    await lockStanding(tx, by.id)
    const found = await findAskedFor(tx, enforcementId, by.id)
    if (found === undefined) throw new DeskError('not_found', message('enforcement.notAsked', { enforcementId }))
    await lockSubject(tx, found.subject)
    const enforcement = await lockEnforcement(tx, enforcementId)
    const { rowCount } = await tx.query(sql`
      update enforcement_offer set revealed_at = desk_now(), until = least(until, desk_now())
      where enforcement_id = ${enforcementId} and staff_id = ${by.id} and own_at is null and revealed_at is null`)
    if (rowCount === 0) await refuseUnoffered(tx, enforcementId, by.id)
    else {
      queueEntry(tx, {
        kind: 'enforcement_revealed',
        by: { kind: 'staff', id: by.id },
        subject: enforcement.subject,
        enforcementId,
      })
      if (enforcement.state === 'awaiting_approval')
        await alertUnapprovable(
          tx,
          enforcement,
          await requirementOf(tx, enforcementId),
          await listPassed(tx, enforcementId),
        )
    }
    return enforcement
  })
}

async function refuseUnoffered(tx: Tx, enforcementId: string, staffId: string): Promise<void> {
  const { rowCount } = await tx.query(sql`
    select from enforcement_offer where enforcement_id = ${enforcementId} and staff_id = ${staffId}`)
  if (rowCount === 0) throw new DeskError('conflict', message('offer.notRevealed'))
}
