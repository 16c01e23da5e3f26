import type { ReadBack } from '@countersign/platform-kit'
import type { SubjectState } from '../queries.ts'
import { updateDesiredState } from '../desired-state/update-desired-state.ts'
import { findSubjectState, lockSubject, queuePlatformNumbers } from '../desired-state/subject-state.ts'
import { isStricter } from '../desired-state/desired-state.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { NO_GENERATION } from '../../foundation/connector/guarantees.ts'
import type { Desk } from '../../policy/desk.ts'
import { DESK, parseSubjectKey } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { type Job, finishJob, queueJob } from '../../foundation/jobs.ts'
import { markLifted } from './pass-generation.ts'
import { queueTrouble } from '../effect/trouble.ts'

const OVERTAKE_PAUSE_MS = 250

type AfterOvertaking = 'try_again' | 'handled'

/**
 * Continues above the generations of a platform that has seen more than this database sent, upwards only. The sender of
 * the others may have restored the subject. An enforcement whose effect the platform no longer shows is therefore
 * lifted, and not applied again.
 */
export async function overtake(
  desk: Desk,
  db: Pool,
  job: Job,
  generation: number | undefined,
  error: ConnectorError,
): Promise<AfterOvertaking> {
  const seen = await readIfTakingOffline(desk, db, job.key, error)
  if (seen === 'unread') return 'try_again'
  return inTransaction(db, async (tx): Promise<AfterOvertaking> => {
    const state = await lockSubject(tx, job.key)
    // Another attempt has sent a newer generation, and its job exists.
    if (generation === undefined || state.generation !== generation) return 'handled'
    if (state.settledGeneration === generation) {
      // Another attempt has settled the generation. A new one would have nothing to change, and never settle.
      await finishJob(tx, job)
      return 'handled'
    }
    const lifted = seen !== undefined && state.desired !== null && (await markLifted(tx, job.key, seen))
    if (lifted && seen !== undefined && state.desired !== null) {
      const content = { seen: seen.state, desired: state.desired, answer: 'shown' } as const
      queueEntry(tx, { kind: 'platform_disagreed', generation, ...content, by: DESK, subject: job.key })
    }
    await updateDesiredState(tx, takeNumbers(tx, state, error), DESK)
    // The next attempt comes after a pause: a platform that always answers so would keep the worker busy.
    queueJob(tx, 'drive', job.key, job.priority, OVERTAKE_PAUSE_MS)
    queueTrouble(tx, job.key, error.message)
    return 'handled'
  })
}

/**
 * Adopts the platform's numbers, so that the next call has its generation plus one, in its epoch. This database's
 * numbers never fall: if they exceed everything that the platform accepts, an offset separates the two.
 */
function takeNumbers(tx: Tx, state: SubjectState, { failure, generation, epoch }: ConnectorError): SubjectState {
  if (generation === undefined) return state
  const isBelow = failure === 'generation_jump' || failure === 'stale_epoch'
  const ours = Math.max(state.generation, generation + (isBelow ? 0 : state.generationOffset))
  const generationOffset = isBelow ? ours - generation : state.generationOffset
  const next = { ...state, generation: ours, generationOffset, platformEpoch: epoch ?? state.platformEpoch }
  if (isBelow) queuePlatformNumbers(tx, state.subject, next)
  return next
}

/**
 * Reads the subject at the platform if the desk restricts it now. 'unread': no current state was read. Undefined: the
 * desk restricts nothing of the subject, and a restore must not wait for a read-back.
 */
async function readIfTakingOffline(
  desk: Desk,
  db: Pool,
  subject: string,
  { generation = 0, epoch = 0 }: ConnectorError,
): Promise<ReadBack | 'unread' | undefined> {
  const state = await findSubjectState(db, subject)
  if (!state?.desired || !state.baseline || !isStricter(state.desired, state.baseline)) return undefined
  try {
    const seen = await desk.platform.readBack(parseSubjectKey(subject))
    return seen === undefined || isOlder(seen, { generation, epoch }) ? 'unread' : seen
  } catch (failure) {
    if (failure instanceof ConnectorError) return 'unread'
    throw failure
  }
}

/** An older read-back proves nothing about the newer generation. One without generations shows the present state. */
const isOlder = (seen: ReadBack, { generation, epoch }: { generation: number; epoch: number }): boolean =>
  (seen.epoch ?? 0) < epoch ||
  (seen.generation !== NO_GENERATION && (seen.epoch ?? 0) === epoch && seen.generation < generation)
