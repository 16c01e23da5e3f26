import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { type CaseRow, findCase } from '../queue/queries.ts'
import { MAY_OPEN } from './who-fits.ts'

/**
 * The state of a claim. `ran_out`: it expired and no other reviewer holds the case, so it can be renewed. `taken`:
 * another reviewer holds the case. `asks_more`: since the claim, a report or new account facts require a clearance that
 * the holder lacks.
 */
export type ClaimLoss = 'unknown_case' | 'closed' | 'ran_out' | 'taken' | 'not_held' | 'asks_more'

/** Returns in a sentence why the claim is lost and what to do. */
export const explainLoss = (why: ClaimLoss): Message => message(`claim.lost.${why}`)

type ClaimCheck = { ok: true; case: CaseRow & { claimedAt: Date; claimedUntil: Date } } | { ok: false; why: ClaimLoss }

/**
 * Locks the case until the transaction ends, and returns whether the person's claim is still valid. The caller locks
 * subjects and enforcements first.
 */
export async function lockClaimedCase(tx: Tx, caseId: string, staffId: string): Promise<ClaimCheck> {
  // The statements are sent at once. The later ones are not part of the first, because they must read the case and the
  // time after waiting for the lock.
  const [held, found, isOpenToThem] = await Promise.all([
    tx.find<{ holder: string | null }>(prepared('lock-claimed-case')`
      select claimed_by as holder from review_case where id = ${caseId} for update`),
    findCase(tx, caseId),
    mayOpen(tx, caseId, staffId),
  ])
  if (found === undefined) return { ok: false, why: 'unknown_case' }
  if (found.state === 'closed') return { ok: false, why: 'closed' }
  const { claimedBy, claimedAt, claimedUntil } = found
  if (claimedBy === staffId && claimedAt && claimedUntil) {
    if (!isOpenToThem) return { ok: false, why: 'asks_more' }
    return { ok: true, case: { ...found, claimedAt, claimedUntil } }
  }
  if (claimedBy !== null) return { ok: false, why: 'taken' }
  return { ok: false, why: held?.holder === staffId ? 'ran_out' : 'not_held' }
}

/** True when the person may open the case in its present state. */
export async function mayOpen(tx: Tx, caseId: string, staffId: string): Promise<boolean> {
  const { rowCount } = await tx.query(prepared('may-open')`
    select from review_case candidate join staff person on person.id = ${staffId}
    where candidate.id = ${caseId} and ${MAY_OPEN}`)
  return rowCount === 1
}
