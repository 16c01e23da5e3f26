import { listStanding, queueAttention, queueFailing, type SubjectState } from '../queries.ts'
import { counts, updateDesiredState } from '../desired-state/update-desired-state.ts'
import { lockSubject, queueSettled } from '../desired-state/subject-state.ts'
import { type ConnectorError, isFinal, isOvertaken } from '../../foundation/connector/connector.ts'
import type { Desk } from '../../policy/desk.ts'
import type { Guarantees } from '../../foundation/connector/guarantees.ts'
import { DESK, parseSubjectKey } from '../../foundation/domain.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { type Job, finishJob, postponeJob, queueJob } from '../../foundation/jobs.ts'
import { overtake } from '../reconcile/overtake.ts'
import { queueTrouble } from './trouble.ts'
import { FIRST_LOOK_MS } from '../reconcile/reconcile.ts'
import { LOOK_AGAIN_MS, mayActLate } from './settle/settle.ts'
import { settleEnforcements } from './settle/settle-enforcements.ts'

/** From this try on a person is alerted; the worker continues to try. */
const ATTENTION_FROM_ATTEMPT = 5
/** The tries, over about two minutes, after which a missing subject is tried more rarely. */
const GONE_AFTER_ATTEMPTS = 30
const GONE_LOOK_MS = 3_600_000

type AfterFailure = 'try_again' | 'handled'

/**
 * Handles a failed call to the platform. A final refusal removes the refused enforcements from the desired state, under
 * a higher generation that is read back before they count as failed. If the platform has seen higher generations, the
 * desk continues above them, upwards only. After any other failure the effect is unknown, so the call is tried again.
 */
export async function handleFailure(
  desk: Desk,
  db: Pool,
  job: Job,
  generation: number | undefined,
  error: ConnectorError,
): Promise<AfterFailure> {
  if (isOvertaken(error.failure)) {
    return overtake(desk, db, job, generation, error)
  }
  if (isFinal(error.failure)) {
    const guarantees = desk.platform.guarantees(parseSubjectKey(job.key))
    return giveUp(db, job, { generation, guarantees }, error)
  }
  return 'try_again'
}

async function giveUp(
  db: Pool,
  job: Job,
  { generation, guarantees }: { generation: number | undefined; guarantees: Guarantees },
  error: ConnectorError,
): Promise<AfterFailure> {
  return inTransaction(db, async (tx) => {
    const state = await lockSubject(tx, job.key)
    if (generation !== undefined && state.generation !== generation) return 'handled'
    const enforcements = await listStanding(tx, job.key)
    const refused = enforcements
      .filter((enforcement) => enforcement.state === 'releasing' && counts(enforcement))
      .map((enforcement) => enforcement.id)
    if (refused.length > 0) {
      queueFailing(tx, refused, error.message)
      queueTrouble(tx, job.key, error.message)
    }
    const isMissing = error.failure === 'no_such_subject' && !enforcements.some(({ state }) => state === 'restoring')
    // Without a baseline no call was ever sent.
    const mayFindLater = !guarantees.fences && state.baseline !== null
    if (isMissing && !(mayFindLater && refused.length > 0)) {
      if (mayFindLater && (await mayActLate(tx, job.key, guarantees))) await postponeJob(tx, job, LOOK_AGAIN_MS)
      else await settleMissing(tx, job, state)
      return 'handled'
    }
    if (refused.length > 0) {
      await updateDesiredState(tx, state, DESK)
      return 'handled'
    }
    const gone = job.priority === 'background' || job.attempt > GONE_AFTER_ATTEMPTS
    if (error.failure !== 'no_such_subject' || !gone) return 'try_again'
    // Jobs about deleted accounts with ending suspensions would fill the priority `restore` for ever. A new enforcement
    // or restore enqueues the job there again.
    queueJob(tx, 'drive', job.key, 'background', GONE_LOOK_MS)
    return 'handled'
  })
}

/** Settles a subject that the platform doesn't have: it shows no effect, so no effect remains to be undone. */
async function settleMissing(tx: Tx, job: Job, { generation }: SubjectState): Promise<void> {
  queueSettled(tx, [{ subject: job.key, generation, state: null }])
  await settleEnforcements(tx, [{ subject: job.key, reach: { before: null, now: 'absent' } }])
  await finishJob(tx, job)
  // A platform that named it missing by mistake may show an effect after all.
  queueJob(tx, 'reconcile', job.key, 'background', FIRST_LOOK_MS)
}

/** Marks the enforcements and the subject for a person, once, when an effect has failed often enough. */
export async function recordTrouble(
  db: Pool,
  job: Job,
  why: string,
  { fromAttempt }: { fromAttempt: number } = { fromAttempt: ATTENTION_FROM_ATTEMPT },
): Promise<void> {
  // Later tries mark them too: the worker of the first such try may be killed before it writes this.
  if (job.attempt < fromAttempt) return
  await inTransaction(db, async (tx) => {
    const state = await lockSubject(tx, job.key)
    const enforcements = await listStanding(tx, job.key)
    const open = enforcements.filter(
      (enforcement) => enforcement.state === 'releasing' || enforcement.state === 'restoring',
    )
    if (state.needsAttention !== null && open.every((enforcement) => enforcement.needsAttention !== null)) return
    queueAttention(
      tx,
      open.map((enforcement) => enforcement.id),
      why,
    )
    queueTrouble(tx, job.key, why)
  })
}
