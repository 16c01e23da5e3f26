import type { Actor, PlatformState } from '../../foundation/domain.ts'
import { NO_GENERATION } from '../../foundation/connector/guarantees.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Tx } from '../../foundation/database/db.ts'
import type { Enforcement, SubjectState } from '../queries.ts'
import { queueBaseline } from './subject-state.ts'
import { revertsOf, desiredStateOf } from './desired-state.ts'

/** The state of a subject that a platform showed, and the generation up to which the platform had acted. */
export interface Reading {
  state: PlatformState
  generation: number
  epoch?: number | undefined
  reach: number | null | 'absent'
}

type Numbers = Pick<SubjectState, 'settledGeneration' | 'generationOffset' | 'platformEpoch'>
type Numbered = Pick<Reading, 'generation' | 'epoch'>

/** The read-back's generation in this database's own numbers. A platform without generations shows the settled one. */
export const generationSeen = (
  { generationOffset, settledGeneration }: Pick<SubjectState, 'generationOffset' | 'settledGeneration'>,
  { generation }: Numbered,
): number => (generation === NO_GENERATION ? settledGeneration : generation + generationOffset)

/**
 * True when two people restored the subject at the platform itself, without the desk, and this database has not seen
 * that yet. Such a restore starts a new epoch, in which the platform counts generations from the start.
 */
const isOfLaterEpoch = ({ platformEpoch }: Pick<SubjectState, 'platformEpoch'>, { epoch = 0 }: Numbered): boolean =>
  epoch > platformEpoch

/**
 * True unless the read-back is older than the last settled state: an older one could show an effect that is being
 * undone.
 */
export const isUsable = (state: Numbers, reading: Numbered): boolean =>
  isOfLaterEpoch(state, reading) || generationSeen(state, reading) >= state.settledGeneration

/**
 * True when the platform has acted under a generation that this database never saw settled, on a subject without a
 * baseline. Either a desk whose later data this database lost sent it, or a person with the platform's secret. The
 * read-back may therefore show an enforcement's effect instead of the subject's baseline.
 */
export const isOfLostPast = (state: Numbers, reading: Numbered): boolean =>
  isOfLaterEpoch(state, reading) || generationSeen(state, reading) > state.settledGeneration

/**
 * Returns the generation of a locked subject's next desired state. `reading`: the state that the platform showed, if it
 * becomes the baseline.
 */
export const nextGeneration = (state: SubjectState, reading?: Reading): number =>
  Math.max(state.generation, reading === undefined ? 0 : generationSeen(state, reading)) + 1

/**
 * Stores the baseline of a locked subject, and its desired state under its active enforcements. Returns the generation.
 */
export function setBaseline(
  tx: Tx,
  state: SubjectState,
  reading: Reading,
  counting: readonly Enforcement[],
  by: Actor,
): number {
  const generation = nextGeneration(state, reading)
  const desired = desiredStateOf(reading.state, counting)
  const reverts = revertsOf(reading.state, counting)
  const reachBefore = typeof reading.reach === 'number' ? reading.reach : null
  queueBaseline(tx, state.subject, { generation, baseline: reading.state, desired, reverts, reachBefore })
  queueEntry(tx, { kind: 'desired_state_set', generation, desired, by, subject: state.subject })
  return generation
}
