import { listStanding, type SubjectState } from '../queries.ts'
import { counts, updateDesiredState } from '../desired-state/update-desired-state.ts'
import { generationSeen } from '../desired-state/set-baseline.ts'
import { DESK, type ReadBack, UNTOUCHED } from '../../foundation/domain.ts'
import { isStricter } from '../desired-state/desired-state.ts'
import { recordLosses } from '../recovery/recovery-queries.ts'
import { toLoss } from '../recovery/subject-loss.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { alertLostPast } from '../journal/alert-lost-past.ts'
import { isLifted } from '../effect/is-lifted.ts'
import { queueLifted } from '../effect/queries.ts'

const LIFTED =
  'a caller other than this desk restored the subject at the platform; restricting it again takes a new enforcement'

/**
 * Raises an alert when a read-back of a locked subject shows a generation that this database never sent. The desk
 * stores its own before it sends one, so the database has lost data, or another party has the platform's secret. For a
 * subject with a baseline the desk continues above that generation, upwards only. Returns true when it does.
 */
export async function passUnknownGeneration(tx: Tx, state: SubjectState, read: ReadBack): Promise<boolean> {
  const seen = generationSeen(state, read)
  if (seen <= state.generation) return false
  await alertLostPast(tx, state.subject, 'platform')
  // A restore without the desk passes the generation too. It shows no more restriction than the database knows.
  const known = { ...(state.desired ?? state.baseline ?? UNTOUCHED), labels: read.state.labels }
  if (isStricter(read.state, known))
    await recordLosses(tx, toLoss('platform', { subject: state.subject, generation: seen }, state.generation))
  if (state.baseline === null) return false
  await markLifted(tx, state.subject, read)
  await updateDesiredState(tx, { ...state, generation: seen }, DESK)
  return true
}

/** Marks the enforcements as lifted whose effect the platform no longer shows. Returns true when there was one. */
export async function markLifted(tx: Tx, subject: string, read: Pick<ReadBack, 'state'>): Promise<boolean> {
  const enforcements = (await listStanding(tx, subject)).filter(counts)
  const lifted = enforcements.filter((enforcement) => isLifted(enforcement, read.state)).map(({ id }) => id)
  if (lifted.length > 0) queueLifted(tx, lifted, LIFTED)
  return lifted.length > 0
}
