import type { Tx } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { lockStanding } from '../../people/staff/standing.ts'
import { lockSubjects } from '../desired-state/subject-state.ts'
import { queueAccountLocks } from '../facts/lock-accounts.ts'
import type { SubjectState } from '../queries.ts'

/**
 * Takes the locks under which enforcements are proposed, in the order of every transaction: accounts, the proposer's
 * row, subjects. Cases, bulk actions and enforcements come after them. Returns the states of the subjects. Throws when
 * the proposer has left. A departure that is recorded at this moment commits later, and ends the proposal too.
 */
export async function lockToPropose(
  tx: Tx,
  { accountIds, by, subjects }: { accountIds: readonly string[]; by?: StaffCaller; subjects: readonly string[] },
): Promise<ReadonlyMap<string, SubjectState>> {
  queueAccountLocks(tx, accountIds)
  if (by !== undefined) {
    const standing = await lockStanding(tx, by.id)
    if (!standing?.active) throw new DeskError('not_allowed', message('staff.notHere'))
  }
  return lockSubjects(tx, subjects)
}
