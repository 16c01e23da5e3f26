import type { Enforcement, SubjectState } from '../queries.ts'
import { updateDesiredState } from '../desired-state/update-desired-state.ts'
import { queueBaseline, queueSubjectAttention } from '../desired-state/subject-state.ts'
import { isStricter } from '../desired-state/desired-state.ts'
import { type Actor, DESK, type PlatformState } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { queueJob } from '../../foundation/jobs.ts'
import { findProtected, stateOf, takenOf, recordDrifts } from './drift.ts'
import { isLifted } from '../effect/is-lifted.ts'
import { queueLifted } from '../effect/queries.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

export const SHOWN = renderMessage(message('attention.shown'))

/**
 * Sends the desired state of a locked subject to the platform again. `up`: at the priority of a restore, also while
 * enforcements are active.
 */
export async function applyState(
  tx: Tx,
  state: SubjectState,
  desired: PlatformState,
  { by, up }: { by: Actor; up: boolean },
): Promise<void> {
  // Without an active enforcement the baseline is the state to which the subject was restored, and not the platform's
  // current state.
  const baseline = state.baseline ?? desired
  if (state.baseline === null) queueBaseline(tx, state.subject, { ...state, baseline, desired, reachBefore: null })
  await updateDesiredState(tx, { ...state, baseline }, by)
  if (up) queueJob(tx, 'drive', state.subject, 'restore')
}

/**
 * Records a difference between the platform and the desired state of a locked subject, and corrects it only upwards. A
 * too strict state is corrected at once, and people are alerted if the account is protected. A too lenient state stays.
 * Returns true when the subject is being corrected.
 */
export async function handleMismatch(
  tx: Tx,
  state: SubjectState,
  desired: PlatformState,
  seen: PlatformState,
  enforcements: readonly Enforcement[],
): Promise<boolean> {
  const stricter = isStricter(seen, desired)
  const answer = stricter ? 'brought_up' : 'shown'
  const lifted = enforcements.filter((enforcement) => isLifted(enforcement, seen)).map((enforcement) => enforcement.id)
  const why = stricter ? renderMessage(message('attention.stricter')) : SHOWN
  if (lifted.length > 0) queueLifted(tx, lifted, renderMessage(message('attention.lifted')))
  queueEntry(tx, {
    kind: 'platform_disagreed',
    generation: state.generation,
    seen,
    desired,
    answer,
    by: DESK,
    subject: state.subject,
  })
  const givenBack = state.baseline !== null && isStricter(state.baseline, seen)
  // The new generation leaves out the lifted enforcements, so no instruction makes the subject stricter than it is now.
  if (stricter || lifted.length > 0 || givenBack) await applyState(tx, state, desired, { by: DESK, up: stricter })
  queueSubjectAttention(tx, state.subject, why)
  const accountId = await findProtected(tx, state.subject)
  if (accountId !== undefined) {
    const found = [...takenOf(desired, seen), ...(lifted.length > 0 ? [stateOf('raised')] : [])]
    await recordDrifts(tx, { subject: state.subject, accountId, answer: stricter ? 'brought_up' : 'told' }, found)
  }
  return stricter
}
