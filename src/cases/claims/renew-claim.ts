import { inPlannedTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { refuseIfUnable } from './claim-next.ts'
import { CLAIM_MAX_MS, findCase, queueClaimantLock, isSpent, updateClaimEnd } from '../queue/queries.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'

/**
 * Extends a claim to ten minutes from now, but at most an hour in all, and returns its end. An expired claim can be
 * renewed if the case has no other holder and still fits the person.
 */
export async function renewClaim(db: Pool, caseId: string, staffId: string): Promise<Date> {
  return inPlannedTransaction(db, async (tx) => {
    queueClaimantLock(tx, staffId)
    const until = await updateClaimEnd(tx, caseId, staffId)
    return until ?? refuseRenewal(tx, caseId, staffId)
  })
}

async function refuseRenewal(tx: Tx, caseId: string, staffId: string): Promise<never> {
  const found = requireFound(await findCase(tx, caseId), message('case.unknown', { caseId }))
  if (await isSpent(tx, caseId, staffId)) {
    const minutes = CLAIM_MAX_MS / MINUTE_MS
    throw new DeskError('conflict', message('claim.spent', { caseId, minutes }))
  }
  const why =
    found.state === 'closed'
      ? 'claim.renewal.closed'
      : found.claimedBy === staffId
        ? 'claim.renewal.clearance'
        : found.claimedBy === null
          ? 'claim.renewal.free'
          : 'claim.renewal.taken'
  if (found.state === 'open' && found.claimedBy === null) await refuseIfUnable(tx, staffId)
  throw new DeskError('conflict', message('claim.notRenewed', { caseId, why: message(why) }))
}
