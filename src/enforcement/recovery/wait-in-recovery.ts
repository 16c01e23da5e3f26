import sql from 'sql-template-tag'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DESK, type PlatformState, UNTOUCHED } from '../../foundation/domain.ts'
import { postponeJob } from '../../foundation/jobs.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { isInRecovery } from '../../foundation/time/is-in-recovery.ts'
import { isStricter } from '../desired-state/desired-state.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { counts, updateDesiredState } from '../desired-state/update-desired-state.ts'
import { type Driving, forEachPart } from '../effect/drive/driving.ts'
import type { Prepared } from '../effect/drive/prepare-instructions.ts'
import { recordTrouble } from '../effect/handle-failure.ts'
import { isLifted } from '../effect/is-lifted.ts'
import { listStanding } from '../queries.ts'
import { queueDropped } from './drop-enforcements.ts'

const WAIT_MS = 5_000
const WAITS = renderMessage(message('attention.recovery'))
const EARLIER = renderMessage(message('attention.earlier'))

/**
 * Returns the instructions that may be sent now. In the recovery state none is stricter than what the platform shows,
 * restores included. For good, an enforcement of before it counts only as long as the platform shows its effect: its
 * stop or its restore may be among the lost data. An instruction that restricts nothing never waits.
 */
export async function listSendable(driving: Driving, prepared: readonly Prepared[]): Promise<readonly Prepared[]> {
  return forEachPart(driving, prepared, async (part) =>
    part.isDoubted && isStricter(part.instruction.desired, UNTOUCHED) && !(await maySend(driving, part))
      ? undefined
      : part,
  )
}

async function maySend({ desk, db }: Driving, { job, generation, instruction }: Prepared): Promise<boolean> {
  const read = await desk.platform.readBack(instruction.subject)
  if (read === undefined || !isStricter(instruction.desired, read.state)) return true
  const isOutdated = await inTransaction(db, (tx) => dropEarlier(tx, job.key, generation, read.state))
  if (isOutdated) return false
  if (!(await isInRecovery(db))) return true
  await recordTrouble(db, job, WAITS, { fromAttempt: 1 })
  await postponeJob(db, job, WAIT_MS)
  return false
}

/**
 * Takes the enforcements of before out of the desired state whose effect the platform does not show. Returns true when
 * the instruction is outdated by that or otherwise: the subject has a job for the newer generation.
 */
async function dropEarlier(tx: Tx, subject: string, generation: number, shown: PlatformState): Promise<boolean> {
  const state = await lockSubject(tx, subject)
  if (state.generation !== generation) return true
  const earlier = await tx.listValues<string>(sql`
    select id from enforcement
    where subject = ${subject} and is_standing(state) and is_restrictive(action) and predates_recovery(proposed_at)`)
  const dropped = (await listStanding(tx, subject)).filter(
    (enforcement) => earlier.includes(enforcement.id) && counts(enforcement) && isLifted(enforcement, shown),
  )
  if (dropped.length === 0) return false
  queueDropped(tx, subject, { dropped, why: EARLIER })
  await updateDesiredState(tx, state, DESK)
  return true
}
