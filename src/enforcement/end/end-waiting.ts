import type { Actor, EnforcementState } from '../../foundation/domain.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { returnCase } from '../../cases/queue/return-case.ts'
import { queueWaitingJobsEnd } from '../gate-queries.ts'
import { moveEnforcement } from '../move-enforcement.ts'
import { alertFate, queueLeadsAlert } from '../leads-alert.ts'
import type { Enforcement, EnforcementIn } from '../queries.ts'

/** The outcomes of an enforcement that never reached the platform, except being superseded by a stricter one. */
type WaitingEnd = Extract<EnforcementState, 'declined' | 'stopped' | 'expired'>

const SAYINGS: Record<WaitingEnd, string> = {
  declined: 'was declined',
  stopped: 'was stopped',
  expired: 'expired: not all it needed agreed in time',
}

/** Ends a locked, waiting enforcement, alerts its proposer, and returns its case to the queue. */
export async function endWaiting(
  tx: Tx,
  enforcement: Enforcement,
  to: WaitingEnd,
  by: Actor,
  reason?: string,
): Promise<EnforcementIn<WaitingEnd>> {
  const ended = await moveEnforcement(tx, enforcement, to, by, reason === undefined ? {} : { reason })
  queueWaitingJobsEnd(tx, enforcement.id)
  const why = `enforcement ${enforcement.id} ${SAYINGS[to]}${reason === undefined ? '' : `: ${reason}`}`
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
  await alertFate(tx, enforcement, `enforcement ${enforcement.id} gave way to a stricter one`)
}
