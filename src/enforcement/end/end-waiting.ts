import type { Actor, EnforcementState } from '../../foundation/domain.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { message, type Text } from '../../foundation/messages/message.ts'
import { returnCase } from '../../cases/queue/return-case.ts'
import { queueWaitingJobsEnd } from '../gate-queries.ts'
import { moveEnforcement } from '../move-enforcement.ts'
import { alertFate, queueLeadsAlert } from '../leads-alert.ts'
import type { Enforcement, EnforcementIn } from '../queries.ts'
import { renderText } from '../../foundation/messages/render-message.ts'

/** The outcomes of an enforcement that never reached the platform, except being superseded by a stricter one. */
type WaitingEnd = Extract<EnforcementState, 'declined' | 'stopped' | 'expired'>

/** Ends a locked, waiting enforcement, alerts its proposer, and returns its case to the queue. */
export async function endWaiting(
  tx: Tx,
  enforcement: Enforcement,
  to: WaitingEnd,
  by: Actor,
  reason?: Text,
): Promise<EnforcementIn<WaitingEnd>> {
  const ended = await moveEnforcement(
    tx,
    enforcement,
    to,
    by,
    reason === undefined ? {} : { reason: renderText(reason) },
  )
  queueWaitingJobsEnd(tx, enforcement.id)
  const because = reason === undefined ? '' : message('alert.because', { reason })
  const why = message(`alert.fate.${to}`, { enforcementId: enforcement.id, because })
  await alertFate(tx, enforcement, why)
  // The case returns to the queue, because the proposer alone must not decide whether to propose again.
  if (enforcement.protected) queueLeadsAlert(tx, enforcement, 'fate', why)
  if (enforcement.caseId !== null) await returnCase(tx, { caseId: enforcement.caseId, why, by })
  return ended
}

/** Ends a locked, waiting enforcement because a stricter one replaces it. Its case stays decided. */
export async function supersede(tx: Tx, enforcement: Enforcement, by: Actor): Promise<void> {
  await moveEnforcement(tx, enforcement, 'superseded', by)
  queueWaitingJobsEnd(tx, enforcement.id)
  await alertFate(tx, enforcement, message('alert.fate.superseded', { enforcementId: enforcement.id }))
}
