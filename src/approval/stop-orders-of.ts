import sql from 'sql-template-tag'
import { type Actor, actorKey } from '../domain.ts'
import type { Tx } from '../lib/db.ts'
import { WAITING } from './order-state.ts'
import { lockForRestore } from './restore-order.ts'
import { stopWaiting } from './stop-waiting.ts'

/**
 * Stops everything somebody proposed that is not in effect yet: what waits ends, what is on its way to the platform is
 * restored with cause `left`. Answers the orders' ids.
 */
export async function stopOrdersOf(tx: Tx, proposer: Actor, by: Actor): Promise<readonly string[]> {
  // In the order of subjects, like everybody who locks several.
  const { rows } = await tx.query<{ id: string }>(sql`
    select id from desk_order
    where proposed_by = ${actorKey(proposer)} and state in ('proposed', 'awaiting_approval', 'held', 'releasing')
    order by subject, id`)
  const stopped: string[] = []
  for (const { id } of rows) {
    const { order, restore } = await lockForRestore(tx, id)
    if (WAITING.includes(order.state)) await stopWaiting(tx, order, by)
    else if (order.state === 'releasing') await restore({ cause: 'left', by, reason: null })
    else continue
    stopped.push(id)
  }
  return stopped
}
