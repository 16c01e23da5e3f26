import type { Desk } from '../../policy/desk.ts'
import { inTransaction, sqlState, type Tx, UNIQUE_VIOLATION } from '../../foundation/database/db.ts'
import { scimRefusal } from './scim-error.ts'
import { lockDirectory } from './users/user-queries.ts'

/**
 * Changes what is kept of the directory, whole or not at all, and after whoever else does so now. `taken` says which names
 * somebody or something else has, where PostgreSQL finds that they have.
 */
export async function inDirectory<T>(desk: Pick<Desk, 'db'>, taken: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await inTransaction(desk.db, async (tx) => {
      await lockDirectory(tx)
      return work(tx)
    })
  } catch (error) {
    if (sqlState(error) !== UNIQUE_VIOLATION) throw error
    throw scimRefusal('uniqueness', `Nothing was changed: ${taken}.`, 'conflict')
  }
}
