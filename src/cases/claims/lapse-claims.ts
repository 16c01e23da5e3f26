import type { Desk } from '../../policy/desk.ts'
import { actorKey } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { deleteClaimsRunOut, type EndedClaim, insertEvent } from '../queue/queries.ts'

/**
 * The time between a claim's end and its removal. Another reviewer may take the case at once; until the removal its
 * late holder can still renew the claim.
 */
const GRACE_MS = 60_000
const CLAIMS_AT_ONCE_MAX = 100

/** Records and removes expired claims, and returns their number. The caller repeats it until that is 0. */
export async function lapseClaims(desk: Desk): Promise<number> {
  return inTransaction(desk.db, async (tx) => {
    const lapsed = await deleteClaimsRunOut(tx, GRACE_MS, CLAIMS_AT_ONCE_MAX)
    for (const claim of lapsed) await recordLapse(tx, claim)
    return lapsed.length
  })
}

async function recordLapse(tx: Tx, claim: EndedClaim): Promise<void> {
  await insertEvent(tx, { caseId: claim.caseId, kind: 'lapsed', by: actorKey({ kind: 'staff', id: claim.staffId }) })
  queueLapseEntry(tx, claim)
}

/** Adds the ledger entry of an expired claim; the caller adds the case event. */
export const queueLapseEntry = (tx: Tx, { caseId, subject, staffId }: EndedClaim): void =>
  queueEntry(tx, { kind: 'case_lapsed', caseId, by: { kind: 'staff', id: staffId }, subject })
