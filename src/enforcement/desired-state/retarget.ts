import type { Actor } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { type Lane, queueJob, queueWakeUp } from '../../foundation/jobs.ts'
import { listStanding, type Enforcement, type SubjectState } from '../queries.ts'
import { isOfLostPast, isUsable, nextGeneration, type Reading, setBaseline } from './set-baseline.ts'
import { queueDesiredState } from './subject-state.ts'
import { revertsOf, targetOf } from './target.ts'

/**
 * Says anew what a locked subject should be, from the enforcements that stand on it now, and makes it due at once. The new
 * generation makes every call in flight a late one, so nobody waits for it. Answers the generation. `reading`: of the
 * platform, taken just before, for a subject on which nothing stood.
 */
export async function retarget(tx: Tx, state: SubjectState, by: Actor, reading?: Reading): Promise<number> {
  const enforcements = await listStanding(tx, state.subject)
  const counting = enforcements.filter(counts)
  const kept = readingToKeep(state, reading)
  const generation = kept ? setBaseline(tx, state, kept, counting, by) : setTarget(tx, state, counting, by)
  const lane = laneOf(enforcements)
  queueJob(tx, 'drive', state.subject, lane)
  queueWakeUp(tx, lane)
  return generation
}

/** The generation that a new target of a locked subject will have. */
export const generationAfter = (state: SubjectState, reading?: Reading): number =>
  nextGeneration(state, readingToKeep(state, reading))

/** A reading of a lost past is left to the effect stage, which asks the recovery journal before it keeps a baseline. */
function readingToKeep(state: SubjectState, reading?: Reading): Reading | undefined {
  if (state.baseline !== null || reading === undefined) return undefined
  return isUsable(state, reading) && !isOfLostPast(state, reading) ? reading : undefined
}

function setTarget(tx: Tx, state: SubjectState, counting: readonly Enforcement[], by: Actor) {
  const { subject, baseline } = state
  const generation = nextGeneration(state)
  // Without a baseline nothing was ever sent: the target is worked out when the platform has been read.
  const target = baseline === null ? null : targetOf(baseline, counting)
  const reverts = baseline === null ? [] : revertsOf(baseline, counting)
  queueDesiredState(tx, subject, { generation, target, reverts })
  if (target !== null) queueEntry(tx, { kind: 'target_set', generation, target, by, subject })
  return generation
}

/** Whether an enforcement that stands has a say in what its subject should be. */
export const counts = (enforcement: Enforcement): boolean =>
  enforcement.state !== 'restoring' && !enforcement.failing && !enforcement.lifted

/**
 * Where something is being undone, or nothing stands any more, somebody waits to see the subject again. What bulk actions
 * alone ask for keeps nobody else's enforcements waiting.
 */
function laneOf(enforcements: readonly Enforcement[]): Lane {
  if (
    enforcements.length === 0 ||
    enforcements.some((enforcement) => enforcement.state === 'restoring' || enforcement.failing)
  )
    return 'restore'
  return enforcements.every((enforcement) => enforcement.source === 'bulk_action') ? 'bulk_action' : 'effect'
}
