import type { Message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { inAnsweredTransaction, sqlState, type Tx, UNIQUE_VIOLATION } from '../../foundation/database/db.ts'
import { scimRefusal } from './scim-error.ts'
import { lockDirectory } from './users/user-queries.ts'

/**
 * Changes the stored directory in one transaction, after any other that runs now. `taken` names the attribute that
 * another resource already has, for the refusal of a duplicate.
 */
export async function inDirectory<T>(desk: Pick<Desk, 'db'>, taken: Message, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await inAnsweredTransaction(desk.db, async (tx) => {
      await lockDirectory(tx)
      return work(tx)
    })
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    throw scimRefusal('uniqueness', taken, 'conflict')
  }
}
