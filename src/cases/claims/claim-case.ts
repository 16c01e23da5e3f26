import { message, type Message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inPlannedTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { actorKey } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { acknowledgeEscalation } from './acknowledge.ts'
import { refuseIfUnable } from './claim-next.ts'
import { queueLapseEntry } from './lapse-claims.ts'
import { type CaseToClaim, lockCaseToClaim, updateHolder } from '../queue/move-queries.ts'
import { type CaseRow, insertEvent, queueClaimantLock } from '../queue/queries.ts'

/**
 * Gives a person the case that they chose, under the conditions of the next case: it fits them, no other person holds
 * it or has it reserved, and they hold at most one other. A case that they hold already is returned unchanged.
 */
export async function claimCase(db: Pool, caseId: string, staffId: string): Promise<CaseRow> {
  return inPlannedTransaction(db, async (tx) => {
    queueClaimantLock(tx, staffId)
    const before = await lockCaseToClaim(tx, caseId, staffId)
    if (!before?.atTheirPlace) throw new DeskError('not_found', message('case.unknown', { caseId }))
    if (before.claimedBy === staffId) return before
    refuseTaken(before)
    await refuseIfUnable(tx, staffId)
    const taken = await updateHolder(tx, caseId, staffId)
    if (taken === undefined) throw new Error(`${caseId} could not be given to ${staffId}, and nothing stood against it`)
    await record(tx, before, staffId)
    return taken
  })
}

function refuseTaken({ id, state, claimedBy, isReserved, fits }: CaseToClaim): void {
  const refused = (why: Message) => new DeskError('conflict', message('claim.notClaimed', { why }))
  if (state === 'closed') throw refused(message('case.closed', { caseId: id }))
  if (claimedBy !== null) throw refused(message('claim.heldByOther', { caseId: id }))
  if (isReserved) throw refused(message('claim.reserved', { caseId: id }))
  if (!fits) throw new DeskError('not_allowed', message('claim.notFitting', { caseId: id }))
}

async function record(tx: Tx, { id, subject, escalationId, lapsed }: CaseToClaim, staffId: string): Promise<void> {
  const by = { kind: 'staff', id: staffId } as const
  if (lapsed !== null) {
    await insertEvent(tx, { caseId: id, kind: 'lapsed', by: actorKey({ kind: 'staff', id: lapsed }) })
    queueLapseEntry(tx, { caseId: id, subject, staffId: lapsed })
  }
  await insertEvent(tx, { caseId: id, kind: 'claimed', by: actorKey(by) })
  if (escalationId !== null) await acknowledgeEscalation(tx, id, escalationId)
  queueEntry(tx, { kind: 'case_claimed', caseId: id, by, subject })
}
