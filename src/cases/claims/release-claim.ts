import { type Actor, actorKey, staffKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import {
  deleteClaim,
  deleteClaimsOf,
  type EndedClaim,
  findCase,
  insertEvent,
  updateNotOffered,
} from '../queue/queries.ts'

/**
 * Returns a case to its queue, free at once. Only its holder may do so, also after the claim expired. With a reason it
 * is not offered to them again.
 */
export async function releaseClaim(db: Pool, caseId: string, staffId: string, reason?: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const ended = await deleteClaim(tx, caseId, staffId)
    if (ended !== undefined) {
      if (reason !== undefined) await updateNotOffered(tx, caseId, staffId)
      return recordRelease(tx, ended, { kind: 'staff', id: staffId }, reason)
    }
    if ((await findCase(tx, caseId)) === undefined)
      throw new DeskError('not_found', message('case.unknown', { caseId }))
    throw new DeskError('conflict', message('claim.notYours', { caseId }))
  })
}

/**
 * Releases every claim of a person, for example at their departure, and returns the case ids. It locks cases, so it
 * runs after subjects and enforcements were locked.
 */
export async function releaseClaimsOf(tx: Tx, staffId: string, by: Actor): Promise<readonly string[]> {
  const ended = await deleteClaimsOf(tx, staffId)
  for (const claim of ended) await recordRelease(tx, claim, by)
  return ended.map(({ caseId }) => caseId)
}

/** Records the end of a claim as a case event and a ledger entry. */
export async function recordRelease(
  tx: Tx,
  { caseId, subject, staffId }: EndedClaim,
  by: Actor,
  reason?: string,
): Promise<void> {
  const said = reason === undefined ? {} : { reason }
  await insertEvent(tx, { caseId, kind: 'released', by: actorKey(by), detail: { holder: staffKey(staffId), ...said } })
  queueEntry(tx, { kind: 'case_released', caseId, ...said, by, subject })
}
