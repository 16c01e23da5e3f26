import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { isUnconfirmed } from '../alone/acts-alone.ts'
import { couldApprove, couldConfirm } from '../approvers/who-may.ts'
import { readWaiting } from '../gate-queries.ts'
import { WAITING } from '../order-state.ts'
import type { Order } from '../queries.ts'
import { findVerdicts } from '../replay/verdict-queries.ts'
import { listWaits, type Wait } from './list-waits.ts'

export interface OpenWait extends Wait {
  /** How many people on duty can give it now; null: it is not given by approvers. */
  candidates: number | null
}

/**
 * Everything a waiting enforcement still lacks, or one that acts unconfirmed, and how many people on duty can give it. Nothing for any
 * other.
 */
export async function readWaits(db: Pool, order: Order): Promise<OpenWait[]> {
  if (!WAITING.includes(order.state) && !isUnconfirmed(order)) return []
  return inTransaction(db, async (tx) => {
    const verdict = (await findVerdicts(tx, [order.id])).get(order.id)
    if (verdict === undefined) return []
    const waiting = await readWaiting(tx, order)
    const waits = listWaits(order, verdict.requirement, waiting)
    const agreed = new Set(waiting.agreeing.map(({ staffId }) => staffId))
    const counted: OpenWait[] = []
    for (const wait of waits)
      counted.push({ ...wait, candidates: await countCandidates(tx, order.id, wait.for, agreed) })
    return counted
  })
}

async function countCandidates(
  tx: Tx,
  orderId: string,
  what: Wait['for'],
  agreed: ReadonlySet<string>,
): Promise<number | null> {
  if (what === 'agreement') {
    return (await couldApprove(tx, orderId)).filter(({ staffId }) => !agreed.has(staffId)).length
  }
  return what === 'duty' ? (await couldConfirm(tx, orderId)).length : null
}
