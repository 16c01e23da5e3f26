import { listStanding, type Enforcement } from '../queries.ts'
import { counts } from '../desired-state/update-desired-state.ts'
import { findSubjectState, lockSubject, queueSeen, queueSubjectAttention } from '../desired-state/subject-state.ts'
import { isSameState } from '../desired-state/desired-state.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import type { Desk } from '../../policy/desk.ts'
import { parseSubjectKey, type ReadBack } from '../../foundation/domain.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { type Job, finishJob, postponeJob } from '../../foundation/jobs.ts'
import { handleMismatch, SHOWN } from '../drift/handle-mismatch.ts'
import { endRecoveredLocks } from '../end/end-recovered-locks.ts'
import { passUnknownGeneration } from './pass-generation.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

export const FIRST_LOOK_MS = 30_000
const LONGEST_MS = 3_600_000
const RECHECK_MS = 1_000
/** The longest pause between checks of a locked account: its owner must not wait long after a credential reset. */
const LOCK_LOOK_MS = 60_000
/** The number of checks of a subject after its last enforcement is undone. */
const LOOKS_AFTER_RESTORE = 8
const DOUBT = renderMessage(message('attention.doubt'))

/**
 * Compares the platform with the desired state, and corrects it only upwards. A too strict state is corrected at once.
 * A subject that is up and should be offline is shown to people, and only a new enforcement takes it offline. A
 * difference counts when it is seen twice.
 */
export async function reconcile(desk: Desk, job: Job): Promise<void> {
  const before = await findSubjectState(desk.db, job.key)
  const read = await readNow(desk, job.key)
  const seen = read?.state
  await inTransaction(desk.db, async (tx) => {
    const state = await lockSubject(tx, job.key)
    const driving = state.generation !== state.settledGeneration
    // A read-back from before a change proves nothing about the state after it.
    const isOld = state.generation !== before?.generation
    if (state.desired === null || driving || isOld) return postponeJob(tx, job, FIRST_LOOK_MS)
    const enforcements = (await listStanding(tx, job.key)).filter((enforcement) => enforcement.action !== 'warn')
    if (read === undefined || seen === undefined) return lookLater(tx, job, enforcements)
    if (await passUnknownGeneration(tx, state, read)) return postponeJob(tx, job, FIRST_LOOK_MS)
    queueSeen(tx, job.key, seen)
    if (await endRecoveredLocks(tx, state, enforcements, read)) return postponeJob(tx, job, FIRST_LOOK_MS)
    if (isSameState(seen, state.desired)) {
      if (state.needsAttention === DOUBT) queueSubjectAttention(tx, job.key, null)
      return lookLater(tx, job, enforcements)
    }
    // The difference is on record and unchanged, so it is not recorded again.
    if (state.needsAttention === SHOWN && state.seen !== null && isSameState(seen, state.seen)) {
      return lookLater(tx, job, enforcements)
    }
    if (state.needsAttention !== DOUBT) {
      queueSubjectAttention(tx, job.key, DOUBT)
      // The second check of a difference does not wait behind the subjects of a bulk action.
      return postponeJob(tx, { ...job, priority: 'background' }, RECHECK_MS)
    }
    await handleMismatch(tx, state, state.desired, seen, enforcements.filter(counts))
    return postponeJob(tx, job, FIRST_LOOK_MS)
  })
}

/**
 * Postpones the next check, ever longer while nothing changes. The checks end when no enforcement is active any more.
 */
async function lookLater(tx: Tx, job: Job, enforcements: readonly Enforcement[]): Promise<void> {
  if (enforcements.length === 0 && job.attempt > LOOKS_AFTER_RESTORE) return finishJob(tx, job)
  const longestMs = enforcements.some(({ action }) => action === 'lock') ? LOCK_LOOK_MS : LONGEST_MS
  return postponeJob(tx, job, Math.min(FIRST_LOOK_MS * 2 ** Math.min(job.attempt, 10), longestMs))
}

async function readNow(desk: Desk, subject: string): Promise<ReadBack | undefined> {
  try {
    return await desk.platform.readBack(parseSubjectKey(subject), 'look')
  } catch (error) {
    if (error instanceof ConnectorError) return undefined
    throw error
  }
}
