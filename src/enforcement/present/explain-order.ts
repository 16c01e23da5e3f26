import type { Pool } from '../../foundation/database/db.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import { nameActors } from '../../people/staff/name-actors.ts'
import { readWaiting } from '../gate-queries.ts'
import { listWaits, type Wait } from '../waits/list-waits.ts'
import { type OrderHistory, readOrderHistory } from './order-history.ts'
import { findOrder, type Order } from '../queries.ts'
import { type FoundVerdict, listVerdicts } from '../replay/verdict-queries.ts'

/** All that bears on whether an order takes effect, with people by their pseudonyms. */
export interface OrderExplanation {
  order: Order
  /** The first one first. */
  verdicts: FoundVerdict[]
  answers: OrderHistory['answers']
  moves: OrderHistory['moves']
  waits: Wait[]
}

/** Reads what was answered about an order, by guards and people, and what it still waits for. Changes nothing. */
export async function explainOrder({ db }: { db: Pool }, orderId: string): Promise<OrderExplanation> {
  return inTransaction(db, async (tx) => {
    const order = await findOrder(tx, orderId)
    if (order === undefined) throw new DeskError('not_found', `There is no order ${orderId}.`)
    const verdicts = await listVerdicts(tx, orderId)
    const { answers, moves } = await readOrderHistory(tx, orderId)
    const latest = verdicts.at(-1)
    const waits = latest ? listWaits(order, latest.requirement, await readWaiting(tx, order)) : []
    const name = await nameActors(tx, [order.proposedBy, ...[...answers, ...moves].map(({ by }) => by)])
    const named = <Row extends { by: string }>(row: Row): Row => ({ ...row, by: name(row.by) })
    return {
      order: { ...order, proposedBy: name(order.proposedBy) },
      verdicts,
      answers: answers.map(named),
      moves: moves.map(named),
      waits,
    }
  })
}
