import { inTransaction, type Pool, REFUSED, sqlState, type Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import type { Message } from '../../foundation/messages/message.ts'

/** Runs a revocation. `refused` is the refusal when PostgreSQL allows no more, after ten of its kind within an hour. */
export async function revoking(db: Pool, refused: Message, work: (tx: Tx) => Promise<void>): Promise<void> {
  try {
    await inTransaction(db, work)
  } catch (error) {
    if (sqlState(error) !== REFUSED) throw error
    throw new DeskError('too_many', refused, {}, { cause: error })
  }
}
