import { ConnectorError } from '../../foundation/connector/connector.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'
import { DESK, parseSubjectKey } from '../../foundation/domain.ts'
import { finishJob, type Job, postponeJob } from '../../foundation/jobs.ts'
import type { Desk } from '../../policy/desk.ts'
import { isSameState } from '../desired-state/desired-state.ts'
import { isOfLostPast, isUsable, type Reading, setBaseline } from '../desired-state/set-baseline.ts'
import { findSubjectState, lockSubject } from '../desired-state/subject-state.ts'
import { updateDesiredState } from '../desired-state/update-desired-state.ts'
import { listStanding, type SubjectState } from '../queries.ts'
import { carryStatements, queueCarried } from './carry-statements.ts'
import { isFollowing } from './statement-queries.ts'

/** The pause before a statement is tried again that can't go now: the platform states nothing, or shows another state. */
const LATER_MS = 10 * 60_000

/**
 * Prepares one more generation, with an unchanged desired state, for a statement of an end that did not go with the
 * restore. It never delays one: its job runs in the background after the restore is settled. Returns true when the job
 * goes on to send the subject's instruction.
 */
export async function prepareFollowUp(desk: Desk, db: Pool, job: Job): Promise<boolean> {
  const before = await findSubjectState(db, job.key)
  // An instruction that is on its way carries the statement by itself.
  if (before === undefined || before.generation > before.settledGeneration) return true
  if (!(await isFollowing(db, job.key))) return true
  const carried = (await carryStatements(desk, db, [job.key]))(job.key)
  if (carried.unsupported.length > 0) {
    await inTransaction(db, async (tx) => queueCarried(tx, [{ job, carried }]))
    await finishJob(db, job)
    return false
  }
  const read = carried.shown.length > 0 && before.baseline === null ? await readShown(desk, job.key) : undefined
  return inTransaction(db, async (tx) => {
    const state = await lockSubject(tx, job.key)
    if (state.generation !== before.generation) return true
    if (carried.shown.length > 0 && (await startGeneration(tx, state, read))) return state.baseline === null
    await postponeJob(tx, job, LATER_MS)
    return false
  })
}

/** Reads the platform's state of a subject. Undefined: it can't be read now. */
const readShown = (desk: Desk, subject: string): Promise<Reading | undefined> =>
  desk.platform.readBack(parseSubjectKey(subject)).catch((error: unknown) => {
    if (error instanceof ConnectorError) return undefined
    throw error
  })

/**
 * Starts the next generation of a locked subject. A subject without an enforcement gets the state that it was settled
 * with, and only while the platform still shows it: an action of the platform's own stays.
 */
async function startGeneration(tx: Tx, state: SubjectState, read: Reading | undefined): Promise<boolean> {
  if (state.baseline !== null) {
    await updateDesiredState(tx, state, DESK)
    return true
  }
  const enforcements = await listStanding(tx, state.subject)
  // The instruction of an enforcement that begins carries the statement.
  if (enforcements.some(({ action }) => action !== 'warn')) return true
  if (read === undefined || state.desired === null || !isSameState(read.state, state.desired)) return false
  if (!isUsable(state, read) || isOfLostPast(state, read)) return false
  setBaseline(tx, state, { ...read, state: state.desired }, [], DESK)
  return true
}
