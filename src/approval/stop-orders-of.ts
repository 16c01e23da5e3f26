import sql from 'sql-template-tag'
import { type Actor, actorKey } from '../domain.ts'
import type { Tx } from '../lib/db.ts'
import { WAITING } from './order-state.ts'
import { lockForRestore } from './restore-order.ts'
import { endWaiting } from './end-waiting.ts'
import { lockSubjects } from './subject-state.ts'

/**
 * Stops everything somebody proposed that is not in effect yet: what waits ends, what is on its way to the platform is
 * restored with cause `left`. Answers the orders' ids.
 */
export async function stopOrdersOf(tx: Tx, proposer: Actor, by: Actor): Promise<readonly string[]> {
  const open = await listOpen(tx, proposer)
  // All subjects, then all orders, before the first case is touched: whoever decides one of those cases holds its subject.
  await lockSubjects(
    tx,
    open.map(({ subject }) => subject),
  )
  await lockOrders(
    tx,
    open.map(({ id }) => id),
  )
  const stopped: string[] = []
  for (const { id } of open) {
    const { order, restore } = await lockForRestore(tx, id)
    if (WAITING.includes(order.state)) await endWaiting(tx, order, 'stopped', by)
    else if (order.state === 'releasing') await restore({ cause: 'left', by, reason: null })
    else continue
    stopped.push(id)
  }
  return stopped
}

/** In the order in which their cases are to be locked: that of the cases' subjects, like everybody who locks several. */
async function listOpen(tx: Tx, proposer: Actor): Promise<{ id: string; subject: string }[]> {
  const { rows } = await tx.query<{ id: string; subject: string }>(sql`
    select open.id, open.subject from desk_order open left join review_case on review_case.id = open.case_id
    where open.proposed_by = ${actorKey(proposer)}
      and open.state in ('proposed', 'awaiting_approval', 'held', 'releasing')
    order by review_case.subject, open.id`)
  return rows
}

async function lockOrders(tx: Tx, orderIds: readonly string[]): Promise<void> {
  await tx.query(sql`select from desk_order where id = any(${orderIds}) order by id for no key update`)
}
