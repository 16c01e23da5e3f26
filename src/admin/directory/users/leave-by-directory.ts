import type { Actor } from '../../../foundation/domain.ts'
import type { Tx } from '../../../foundation/database/db.ts'
import { endOneIn } from '../../offboarding/end-people.ts'
import { lockStaff } from '../../../people/staff/queries.ts'
import { isConfined, lockRemovals } from '../../../people/staff/removal-limit.ts'

/**
 * Ends a person whom the directory removed, in the transaction that stores its message. A person who has ended, or is
 * ending, stays so. One beyond the limit loses every restrictive right at once and keeps a day to undo it.
 */
export async function leaveByDirectory(tx: Tx, staffId: string, by: Actor): Promise<void> {
  await lockRemovals(tx)
  const person = await lockStaff(tx, staffId)
  if (person && !person.ended && !(await isConfined(tx, staffId))) await endOneIn(tx, staffId, by)
}
