import type { Actor } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { type JobPriority, queueJobs, queueWakeUp } from '../../foundation/jobs.ts'
import { listStandingOn, type Enforcement, type SubjectState } from '../queries.ts'
import { isOfLostPast, isUsable, nextGeneration, type Reading, setBaseline } from './set-baseline.ts'
import { type NextState, queueDesiredStates } from './subject-state.ts'
import { takeOver } from './take-over.ts'
import { revertsOf, desiredStateOf } from './desired-state.ts'

/**
 * Recomputes the desired state of a locked subject from its active enforcements, and enqueues its job at once. The new
 * generation makes every running call outdated, so the caller waits for none. Returns the generation. `reading`: the
 * platform's state read just before, for a subject without an active enforcement.
 */
export async function updateDesiredState(tx: Tx, state: SubjectState, by: Actor, reading?: Reading): Promise<number> {
  const [generation] = await updateDesiredStates(tx, [{ state, reading }], by)
  if (generation === undefined) throw new Error(`the desired state of ${state.subject} got no generation`)
  return generation
}

/** Recomputes the desired states of locked subjects as `updateDesiredState` does. Returns their generations. */
export async function updateDesiredStates(
  tx: Tx,
  changes: readonly { state: SubjectState; reading?: Reading | undefined }[],
  by: Actor,
): Promise<readonly number[]> {
  const standing = await listStandingOn(
    tx,
    changes.map(({ state }) => state.subject),
  )
  const bySubject = Map.groupBy(standing, ({ subject }) => subject)
  const next: NextState[] = []
  const generations: number[] = []
  for (const { state, reading } of changes) {
    const counting = (bySubject.get(state.subject) ?? []).filter(counts)
    const kept = readingToKeep(state, reading)
    if (kept) {
      generations.push(setBaseline(tx, state, await takeOver(tx, state.subject, kept, counting), counting, by))
      continue
    }
    const set = nextState(state, counting)
    next.push(set)
    const { subject, generation, desired } = set
    if (desired !== null) queueEntry(tx, { kind: 'desired_state_set', generation, desired, by, subject })
    generations.push(generation)
  }
  queueDesiredStates(tx, next)
  const jobs = changes.map(({ state: { subject } }) => ({
    key: subject,
    priority: priorityOf(bySubject.get(subject) ?? []),
  }))
  queueJobs(tx, 'drive', jobs)
  for (const priority of new Set(jobs.map((job) => job.priority))) queueWakeUp(tx, priority)
  return generations
}

/** Returns the generation of a locked subject's next desired state. */
export const generationAfter = (state: SubjectState, reading?: Reading): number =>
  nextGeneration(state, readingToKeep(state, reading))

/**
 * A read-back that shows a generation unknown to the database is left to the job, which reads the recovery journal
 * before it stores a baseline.
 */
function readingToKeep(state: SubjectState, reading?: Reading): Reading | undefined {
  if (state.baseline !== null || reading === undefined) return undefined
  return isUsable(state, reading) && !isOfLostPast(state, reading) ? reading : undefined
}

function nextState(state: SubjectState, counting: readonly Enforcement[]): NextState {
  const { subject, baseline } = state
  // Without a baseline no instruction was ever sent, so the desired state is computed after the platform was read.
  const desired = baseline === null ? null : desiredStateOf(baseline, counting)
  const reverts = baseline === null ? [] : revertsOf(baseline, counting)
  return { subject, generation: nextGeneration(state), desired, reverts }
}

/** True when an active enforcement contributes to the desired state of its subject. */
export const counts = (enforcement: Pick<Enforcement, 'state' | 'failing' | 'lifted'>): boolean =>
  enforcement.state !== 'restoring' && !enforcement.failing && !enforcement.lifted

/**
 * Chooses the job's priority: `restore` when a restore is running or no enforcement is active, because people wait to
 * see the subject again. Effects of bulk actions alone delay no other enforcement.
 */
function priorityOf(enforcements: readonly Enforcement[]): JobPriority {
  if (
    enforcements.length === 0 ||
    enforcements.some((enforcement) => enforcement.state === 'restoring' || enforcement.failing)
  )
    return 'restore'
  return enforcements.every((enforcement) => enforcement.source === 'bulk_action') ? 'bulk_action' : 'effect'
}
