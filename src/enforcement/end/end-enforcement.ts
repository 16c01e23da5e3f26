import { ACTING } from '../enforcement-state.ts'
import { lockForRestore } from '../restore/restore-enforcement.ts'
import type { Desk } from '../../policy/desk.ts'
import { queueLeadsAlert } from '../leads-alert.ts'
import { DESK } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { type Job, finishJob } from '../../foundation/jobs.ts'

/**
 * Ends an enforcement whose time is over: restored with cause `ended`, which is no mistake. Does nothing if it has
 * already ended.
 */
export async function endEnforcement(desk: Desk, job: Job): Promise<void> {
  await inTransaction(desk.restoreDb, async (tx) => {
    const { enforcement, restore } = await lockForRestore(tx, job.key)
    // The job only keeps the time; the state of the enforcement decides whether there is an effect to end.
    if (ACTING.includes(enforcement.state) && enforcement.endsAt !== null)
      await restore({ cause: 'ended', by: DESK, reason: null })
    await finishJob(tx, job)
  })
}

/**
 * Undoes an enforcement that was not confirmed in time, or whose confirmation the platform has not accepted yet: an
 * uncertain effect is undone. The platform does the same by itself at the same time.
 */
export async function lapseConfirm(desk: Desk, job: Job): Promise<void> {
  await inTransaction(desk.restoreDb, async (tx) => {
    const { enforcement, restore } = await lockForRestore(tx, job.key)
    if (enforcement.state === 'releasing' || enforcement.state === 'in_effect') {
      await restore({ cause: 'unconfirmed', by: DESK, reason: null })
      const why = message('alert.unconfirmed', { enforcementId: enforcement.id })
      queueLeadsAlert(tx, enforcement, 'unconfirmed', why)
    }
    await finishJob(tx, job)
  })
}
