import { ACTIONS } from '../../foundation/domain.ts'
import { isRestrictive } from '../../policy/requirements/action-order.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { postponeJob } from '../../foundation/jobs.ts'
import type { Prepared } from '../effect/drive/prepare-instructions.ts'
import { type Driving, forEachPart } from '../effect/drive/driving.ts'
import { recordTrouble } from '../effect/handle-failure.ts'
import { isInRecovery } from './recovery-queries.ts'

const WAIT_MS = 5_000
const RESTRICTIVE: readonly string[] = ACTIONS.filter(isRestrictive)
const WAITS = renderMessage(message('attention.recovery'))

/**
 * Returns the instructions that may be sent now. In the recovery state those of subjects with a restrictive enforcement
 * wait: the database may not know that one was undone since. A restore never waits.
 */
export async function listSendable(driving: Driving, prepared: readonly Prepared[]): Promise<readonly Prepared[]> {
  const isHeld = ({ job, grounds }: Prepared) =>
    job.priority !== 'restore' && grounds.enforcements.some(({ action }) => RESTRICTIVE.includes(action))
  if (!prepared.some(isHeld) || !(await isInRecovery(driving.db))) return prepared
  return forEachPart(driving, prepared, async (part) => {
    if (!isHeld(part)) return part
    await recordTrouble(driving.db, part.job, WAITS, { fromAttempt: 1 })
    await postponeJob(driving.db, part.job, WAIT_MS)
    return undefined
  })
}
