import { setTimeout as pause } from 'node:timers/promises'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inPlannedTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { DeskError } from '../../foundation/errors.ts'
import { readStanding } from '../../people/staff/standing.ts'
import { acknowledgeEscalation } from './acknowledge.ts'
import { queueLapseEntry } from './lapse-claims.ts'
import { type CaseRow, queueClaimantLock, listHeld, updateNextClaim } from '../queue/queries.ts'
import { CLAIMS_MAX } from './who-fits.ts'

/** A case and the claim of its holder. */
type ClaimedCase = CaseRow & { claimedBy: string; claimedAt: Date; claimedUntil: Date }

/** The waits between attempts while other transactions have locked all matching cases. */
const BUSY_MS = [5, 20, 80, 320] as const

/**
 * Gives a reviewer the most urgent case that fits them, for ten minutes. A reviewer holds at most two cases, and a case
 * has one holder. Undefined: no case fits, or all that fit stay locked for about half a second. Throws the reason when
 * the reviewer may take no case at all.
 */
export async function claimNextCase(db: Pool, staffId: string): Promise<ClaimedCase | undefined> {
  for (const waitMs of BUSY_MS) {
    const claimed = await claimOnce(db, staffId)
    if (claimed !== 'busy') return claimed
    await pause(waitMs)
  }
  const claimed = await claimOnce(db, staffId)
  return claimed === 'busy' ? undefined : claimed
}

/**
 * The generic plan saves time: a custom plan for each of a connection's first five calls costs more than the claim
 * itself.
 */
function claimOnce(db: Pool, staffId: string): Promise<ClaimedCase | 'busy' | undefined> {
  return inPlannedTransaction(db, async (tx) => {
    queueClaimantLock(tx, staffId)
    const claimed = await updateNextClaim(tx, staffId)
    if (claimed === 'busy') return claimed
    if (claimed === undefined) {
      await refuseIfUnable(tx, staffId)
      return undefined
    }
    const { before, ...taken } = claimed
    if (before !== null) queueLapseEntry(tx, { caseId: taken.id, subject: taken.subject, staffId: before })
    if (taken.escalationId !== null) await acknowledgeEscalation(tx, taken.id, taken.escalationId)
    const by = { kind: 'staff', id: staffId } as const
    queueEntry(tx, { kind: 'case_claimed', caseId: taken.id, by, subject: taken.subject })
    return taken
  })
}

/**
 * Throws the reason why a person can be given no case now. It does not reveal that protected cases are withheld from
 * them.
 */
export async function refuseIfUnable(tx: Tx, staffId: string): Promise<void> {
  const standing = await readStanding(tx, staffId)
  if (!standing?.active) throw new DeskError('not_allowed', message('claim.notHere'))
  if (!standing.onShift) throw new DeskError('conflict', message('claim.notOnShift'))
  if (standing.onBreak) throw new DeskError('conflict', message('claim.onBreak'))
  const held = await listHeld(tx, staffId)
  if (held.length >= CLAIMS_MAX) {
    throw new DeskError('conflict', message('claim.held', { cases: held }), {
      held,
    })
  }
}
