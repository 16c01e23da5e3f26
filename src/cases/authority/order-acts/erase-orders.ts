import sql from 'sql-template-tag'
import { inTransaction } from '../../../foundation/database/db.ts'
import { DESK } from '../../../foundation/domain.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { Desk } from '../../../policy/desk.ts'

const ORDERS_AT_ONCE_MAX = 200

/**
 * Deletes the documents and the words of orders after the time of storage that two people approved, with the ledger
 * entry that names them. PostgreSQL decides which ones.
 */
export async function eraseOrders({ db }: Pick<Desk, 'db'>): Promise<number> {
  return inTransaction(db, async (tx) => {
    const orderIds = await tx.onlyValue<string[]>(sql`select erase_expired_orders(${ORDERS_AT_ONCE_MAX})`)
    if (orderIds.length > 0) queueEntry(tx, { kind: 'authority_orders_erased', orderIds, by: DESK })
    return orderIds.length
  })
}
