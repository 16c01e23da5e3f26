import { stopOrdersOf } from '../approval/stop-orders-of.ts'
import type { Desk } from '../desk.ts'
import type { Actor } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { inTransaction, type Tx } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { releaseClaimsOf } from '../queue/release-claim.ts'
import { revokeSessionsOf } from './session/sessions.ts'
import { lockStaff, markEnded, revokeTokensOf } from './queries.ts'

export interface EndedStaff {
  tokensRevoked: number
  claimsTakenBack: number
  ordersStopped: readonly string[]
}

/**
 * Ends somebody, all at once or not at all: their tokens are revoked, the cases they hold are free, and what they
 * proposed and is not in effect is stopped. What they did before stays as it is.
 */
export async function endStaff(desk: Pick<Desk, 'db'>, staffId: string, by: Actor): Promise<EndedStaff> {
  return inTransaction(desk.db, (tx) => endStaffIn(tx, staffId, by))
}

/** The same within a transaction that has held no subject, order or case yet. */
export async function endStaffIn(tx: Tx, staffId: string, by: Actor): Promise<EndedStaff> {
  // Waits for whatever they are doing at this moment, so that none of it is missed below.
  const person = await lockStaff(tx, staffId)
  if (!person) throw new DeskError('not_found', `There is nobody with the id ${staffId}.`)
  if (person.ended) throw new DeskError('conflict', `${person.pseudonym} has ended already.`)
  await markEnded(tx, staffId)
  const tokensRevoked = await revokeTokensOf(tx, staffId)
  await revokeSessionsOf(tx, staffId, null, by)
  const ordersStopped = await stopOrdersOf(tx, { kind: 'staff', id: staffId }, by)
  const claimsTakenBack = await releaseClaimsOf(tx, staffId, by)
  const ended = { tokensRevoked, claimsTakenBack, ordersStopped }
  append(tx, { kind: 'staff_ended', staffId, ...ended, by })
  return ended
}
