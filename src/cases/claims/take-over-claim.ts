import { actorKey, staffKey } from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inPlannedTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { refuseIfUnable } from './claim-next.ts'
import { type CaseBefore, lockCaseFor, updateHolder } from '../queue/move-queries.ts'
import { type CaseRow, queueClaimantLock, insertEvent } from '../queue/queries.ts'

interface TakeOver {
  caseId: string
  staffId: string
  reason: string
}

/**
 * Transfers a held case to a lead at once; its holder finds the reason in the case's history. The case must fit the
 * lead, except for its language.
 */
export async function takeOverClaim(db: Pool, { caseId, staffId, reason }: TakeOver): Promise<CaseRow> {
  return inPlannedTransaction(db, async (tx) => {
    queueClaimantLock(tx, staffId)
    const before = await lockCaseFor(tx, caseId, staffId)
    if (!before?.atTheirPlace) throw new DeskError('not_found', message('case.unknown', { caseId }))
    const holder = holderOf(before, staffId)
    const taken = await updateHolder(tx, caseId, staffId)
    if (taken === undefined) return refuse(tx, before, staffId)
    const by = { kind: 'staff', id: staffId } as const
    await insertEvent(tx, {
      caseId,
      kind: 'taken_over',
      by: actorKey(by),
      detail: { holder: staffKey(holder), reason },
    })
    queueEntry(tx, { kind: 'case_taken_over', caseId, holder, reason, by, subject: taken.subject })
    return taken
  })
}

/** Returns the holder of the claim that is taken over, or throws. */
function holderOf({ id, state, claimedBy }: CaseBefore, staffId: string): string {
  const refused = (why: Message) => new DeskError('conflict', message('claim.notTakenOver', { why }))
  if (state === 'closed') throw refused(message('case.closed', { caseId: id }))
  if (claimedBy === staffId) throw refused(message('claim.yours', { caseId: id }))
  if (claimedBy === null) throw refused(message('claim.free', { caseId: id }))
  return claimedBy
}

async function refuse(tx: Tx, { id, mayTake }: CaseBefore, staffId: string): Promise<never> {
  if (!mayTake) throw new DeskError('not_allowed', message('claim.notForYou', { caseId: id }))
  await refuseIfUnable(tx, staffId)
  throw new Error(`${id} could not be taken over by ${staffId}, and nothing stood against it`)
}
