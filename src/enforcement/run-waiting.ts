import { inTransaction } from '../foundation/database/db.ts'
import { DESK } from '../foundation/domain.ts'
import { finishJob, type Job, postponeJob } from '../foundation/jobs.ts'
import type { Desk } from '../policy/desk.ts'
import { reconsider } from './approve/reconsider.ts'
import { lockSubject } from './desired-state/subject-state.ts'
import { endWaiting } from './end/end-waiting.ts'
import { WAITING } from './enforcement-state.ts'
import { asksPlatform } from './facts/read-platform.ts'
import { agreeBy, READ_AGAIN_MS } from './next-step.ts'
import { findEnforcement, lockEnforcement } from './queries.ts'

/**
 * Runs when the hold of an enforcement is over: it is judged a last time and takes effect, or returns to its approvers.
 * While the platform can't be read it stays held, until it expires.
 */
export async function runReleaseJob(desk: Desk, job: Job): Promise<void> {
  const before = await findEnforcement(desk.effectDb, job.key)
  if (before === undefined || !WAITING.includes(before.state)) return finishJob(desk.effectDb, job)
  const { gathered } = await reconsider(desk, job.key, DESK, { mustKnow: true })
  if (gathered === 'unknown' && asksPlatform(before.action)) return postponeJob(desk.effectDb, job, READ_AGAIN_MS)
  return finishJob(desk.effectDb, job)
}

/**
 * Runs when the time of an enforcement is over: one that waits for approvers ends, and one that is held waits for its
 * expiry.
 */
export async function runExpireJob(desk: Desk, job: Job): Promise<void> {
  await inTransaction(desk.restoreDb, async (tx) => {
    const found = await findEnforcement(tx, job.key)
    if (found === undefined) return finishJob(tx, job)
    await lockSubject(tx, found.subject)
    const enforcement = await lockEnforcement(tx, job.key)
    if (!WAITING.includes(enforcement.state)) return finishJob(tx, job)
    const over = enforcement.state === 'held' ? enforcement.expiresAt : agreeBy(enforcement)
    const leftMs = over.getTime() - tx.now.getTime()
    if (leftMs > 0) return postponeJob(tx, job, leftMs)
    await endWaiting(tx, enforcement, 'expired', DESK)
    return finishJob(tx, job)
  })
}
