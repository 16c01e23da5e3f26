import { stopOrdersOf } from '../approval/stop-orders-of.ts'
import type { Desk } from '../desk.ts'
import { type Actor, DESK } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { inTransaction } from '../lib/db.ts'
import { DeskError, messageOf } from '../lib/errors.ts'
import { releaseClaimsOf } from '../queue/release-claim.ts'
import { listLeavers, lockStaff, markEnded, revokeTokensOf } from './queries.ts'

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
  return inTransaction(desk.db, async (tx) => {
    // Waits for whatever they are doing at this moment, so that none of it is missed below.
    const person = await lockStaff(tx, staffId)
    if (!person) throw new DeskError('not_found', `There is nobody with the id ${staffId}.`)
    if (person.ended) throw new DeskError('conflict', `${person.pseudonym} has ended already.`)
    await markEnded(tx, staffId)
    const tokensRevoked = await revokeTokensOf(tx, staffId)
    const ordersStopped = await stopOrdersOf(tx, { kind: 'staff', id: staffId }, by)
    const claimsTakenBack = await releaseClaimsOf(tx, staffId, by)
    const ended = { tokensRevoked, claimsTakenBack, ordersStopped }
    await append(tx, { kind: 'staff_ended', staffId, ...ended, by })
    return ended
  })
}

/**
 * Ends everybody whose last day has come, and answers how many. Their tokens counted for nothing from that moment on;
 * this takes back the rest. One who can't be ended keeps nobody else.
 */
export async function endLeavers(desk: Pick<Desk, 'db' | 'log'>): Promise<number> {
  let ended = 0
  for (const staffId of await listLeavers(desk.db)) {
    try {
      await endStaff(desk, staffId, DESK)
      ended += 1
    } catch (error) {
      // Another worker was there first; nothing is left to do.
      if (error instanceof DeskError && error.code === 'conflict') continue
      desk.log.error({ staffId, error: messageOf(error) }, 'somebody whose last day has come could not be ended')
    }
  }
  return ended
}
