import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { type Job, finishJob } from '../../foundation/jobs.ts'
import { endLocked } from './end-staff.ts'
import { lockStaff } from '../../people/staff/queries.ts'

/**
 * Ends a person whose end has come. From that moment their tokens counted for nothing, and none of their proposals
 * could take effect; this stops and releases the rest. Does nothing when they have already ended, or end later by now.
 */
export async function endLeaver(desk: Pick<Desk, 'restoreDb'>, job: Job): Promise<void> {
  await inTransaction(desk.restoreDb, async (tx) => {
    const person = await lockStaff(tx, job.key)
    if (person?.over && !person.ended) await endLocked(tx, job.key, person, DESK)
    await finishJob(tx, job)
  })
}
