import { inPlannedTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { refuseIfUnable } from './claim-next.ts'
import { CLAIM_MAX_MS, findCase, queueClaimantLock, isSpent, updateClaimEnd } from '../queue/queries.ts'
import { MINUTE_MS } from '../../foundation/durations.ts'

/**
 * Extends a claim to ten minutes from now, but an hour in all, and returns its end. An expired claim can be renewed if
 * the case has no other holder and still fits the person.
 */
export async function renewClaim(db: Pool, caseId: string, staffId: string): Promise<Date> {
  return inPlannedTransaction(db, async (tx) => {
    queueClaimantLock(tx, staffId)
    const until = await updateClaimEnd(tx, caseId, staffId)
    return until ?? refuseRenewal(tx, caseId, staffId)
  })
}

async function refuseRenewal(tx: Tx, caseId: string, staffId: string): Promise<never> {
  const found = await findCase(tx, caseId)
  if (found === undefined) throw new DeskError('not_found', `There is no case ${caseId}.`)
  if (await isSpent(tx, caseId, staffId)) {
    const minutes = CLAIM_MAX_MS / MINUTE_MS
    throw new DeskError(
      'conflict',
      `The claim on ${caseId} was not renewed: it lasted ${minutes} minutes, the longest one can. The case goes back to its queue; leave a note for whoever has it next.`,
    )
  }
  const why =
    found.state === 'closed'
      ? 'it is closed'
      : found.claimedBy === staffId
        ? 'since you took it, it has come to ask for a clearance you lack'
        : found.claimedBy === null
          ? 'you do not hold it, and it waits in its queue'
          : 'another reviewer holds it now, or a lead took it over'
  if (found.state === 'open' && found.claimedBy === null) await refuseIfUnable(tx, staffId)
  throw new DeskError('conflict', `The claim on ${caseId} was not renewed: ${why}. Ask for the next case instead.`)
}
