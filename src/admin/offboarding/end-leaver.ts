import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { type Job, finishJob } from '../../foundation/jobs.ts'
import { endLocked } from './end-staff.ts'
import { lockStaff } from '../../people/staff/queries.ts'

/**
 * Somebody's last moment has come. Their tokens counted for nothing from then on, and nothing they had asked for could take
 * effect; this takes back the rest. Does nothing if they have ended, or end later by now.
 */
export async function endLeaver(desk: Pick<Desk, 'restoreDb'>, job: Job): Promise<void> {
  await inTransaction(desk.restoreDb, async (tx) => {
    const person = await lockStaff(tx, job.key)
    if (person?.over && !person.ended) await endLocked(tx, job.key, person, DESK)
    await finishJob(tx, job)
  })
}
