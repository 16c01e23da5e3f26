import type { Actor } from '../../../foundation/domain.ts'
import type { Tx } from '../../../foundation/database/db.ts'
import { endOneIn } from '../../offboarding/end-people.ts'
import { lockStaff } from '../../../people/staff/queries.ts'
import { isConfined, lockRemovals } from '../../../people/staff/removal-limit.ts'

/**
 * Ends whoever a directory says is gone, in the transaction that keeps what it said. Who ended before, or is ending, stays as
 * they are; those beyond the limit lose every restrictive right at once and keep a day to undo it.
 */
export async function leaveByDirectory(tx: Tx, staffId: string, by: Actor): Promise<void> {
  await lockRemovals(tx)
  const person = await lockStaff(tx, staffId)
  if (person && !person.ended && !(await isConfined(tx, staffId))) await endOneIn(tx, staffId, by)
}
