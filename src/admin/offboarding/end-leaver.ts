import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { type Due, finishDue } from '../../foundation/due.ts'
import { endLocked } from './end-staff.ts'
import { lockStaff } from '../../people/staff/queries.ts'

/**
 * Somebody's last moment has come. Their tokens counted for nothing from then on, and nothing they had asked for could take
 * effect; this takes back the rest. Does nothing if they have ended, or end later by now.
 */
export async function endLeaver(desk: Pick<Desk, 'restoreDb'>, due: Due): Promise<void> {
  await inTransaction(desk.restoreDb, async (tx) => {
    const person = await lockStaff(tx, due.key)
    if (person?.over && !person.ended) await endLocked(tx, due.key, person, DESK)
    await finishDue(tx, due)
  })
}
