import type { Actor } from '../../domain.ts'
import type { Tx } from '../../lib/db.ts'
import { endOneIn, holdEndings } from '../end-people.ts'
import { lockStaff } from '../queries.ts'

/**
 * Ends whoever a directory says is gone, in the transaction that keeps what it said. Who ended before stays as they are; of
 * too many at once the rest keep an hour to undo.
 */
export async function leaveByDirectory(tx: Tx, staffId: string, by: Actor): Promise<void> {
  await holdEndings(tx)
  const person = await lockStaff(tx, staffId)
  if (person && !person.ended) await endOneIn(tx, staffId, by)
}
