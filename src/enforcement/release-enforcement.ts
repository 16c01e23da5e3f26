import type { Actor } from '../foundation/domain.ts'
import type { Tx } from '../foundation/database/db.ts'
import { queueJobAt } from '../foundation/jobs.ts'
import { queueUnconfirmedJob } from './alone/alert-unconfirmed.ts'
import { queueWaitingJobsEnd } from './gate-queries.ts'
import { moveEnforcement } from './move-enforcement.ts'
import type { Enforcement, EnforcementIn, SubjectState } from './queries.ts'
import { generationAfter, updateDesiredState } from './desired-state/update-desired-state.ts'
import type { Reading } from './desired-state/set-baseline.ts'

/**
 * Lets a locked enforcement take effect: its clocks start, and the job that brings its subject there is due at once.
 * PostgreSQL refuses it unless its last verdict's requirements are met. `reading`: the platform's state, read just
 * before.
 */
export async function releaseEnforcement(
  tx: Tx,
  state: SubjectState,
  enforcement: Enforcement,
  by: Actor,
  reading?: Reading,
): Promise<EnforcementIn<'releasing'>> {
  const generation = generationAfter(state, reading)
  const released = await moveEnforcement(tx, { ...enforcement, generation }, 'releasing', by)
  if (enforcement.materialHash !== null || enforcement.state !== 'proposed') queueWaitingJobsEnd(tx, enforcement.id)
  if (released.endsAt !== null) queueJobAt(tx, 'end', released.id, 'restore', released.endsAt)
  if (released.confirmBy !== null) queueJobAt(tx, 'confirm', released.id, 'restore', released.confirmBy)
  if (released.ground !== null && released.accountId !== null) queueUnconfirmedJob(tx, released.accountId)
  await updateDesiredState(tx, state, by, reading)
  return released
}
