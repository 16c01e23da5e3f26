import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { lockStanding } from '../../people/staff/standing.ts'
import { listPassed, requirementOf } from '../approve/is-needed.ts'
import { findOffer } from './offer-enforcement.ts'
import { alertUnapprovable } from '../leads-alert.ts'
import { lockEnforcement, readEnforcement } from '../queries.ts'
import { lockSubject } from '../desired-state/subject-state.ts'

interface PassRequest {
  enforcementId: string
  by: StaffCaller
  reason: string | null
}

/**
 * Passes an offered enforcement on: the desk offers it to other people at once, and to this person only if the others
 * cannot approve it. Leads are alerted when the remaining people cannot. Repeating it changes nothing.
 */
export async function passEnforcement(desk: Desk, { enforcementId, by, reason }: PassRequest): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    await lockStanding(tx, by.id)
    const found = await readEnforcement(tx, enforcementId)
    await lockSubject(tx, found.subject)
    const enforcement = await lockEnforcement(tx, enforcementId)
    const offer = await findOffer(tx, enforcementId, by.id)
    if (offer === undefined) throw new DeskError('conflict', NOT_ASKED)
    if (enforcement.state !== 'awaiting_approval') {
      throw new DeskError('conflict', message('offer.notPending', { enforcementId, state: enforcement.state }))
    }
    if (offer.passedAt !== null) {
      await tx.query(sql`
        update enforcement_offer set until = least(until, desk_now()) where enforcement_id = ${enforcementId} and staff_id = ${by.id}`)
      return
    }
    if (await hasAnswered(tx, enforcementId, by.id)) throw new DeskError('conflict', ANSWERED)
    await tx.query(sql`
      update enforcement_offer set passed_at = desk_now(), pass_reason = ${reason}, until = least(until, desk_now())
      where enforcement_id = ${enforcementId} and staff_id = ${by.id}`)
    queueEntry(tx, {
      kind: 'enforcement_passed',
      reasonHash: contentHash({ reason }),
      by: { kind: 'staff', id: by.id },
      subject: enforcement.subject,
      enforcementId,
    })
    await alertUnapprovable(
      tx,
      enforcement,
      await requirementOf(tx, enforcementId),
      await listPassed(tx, enforcementId),
    )
  })
}

async function hasAnswered(tx: Tx, enforcementId: string, staffId: string): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    select from approval join enforcement on enforcement.id = approval.enforcement_id
    where enforcement_id = ${enforcementId} and staff_id = ${staffId} and approval.material_hash = enforcement.material_hash`)
  return rowCount !== 0
}

const NOT_ASKED = message('offer.notYours')
const ANSWERED = message('offer.answered')
