import { findEnforcement, type Enforcement, queueAttention, readEnforcement } from '../queries.ts'
import { ConnectorError } from '../../foundation/connector/connector.ts'
import { message, type Message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { type Actor, actorKey, DESK, parseSubjectKey, type StaffCaller } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { type Job, finishJob, postponeJob } from '../../foundation/jobs.ts'
import { DeskError } from '../../foundation/errors.ts'
import { refuseGone } from '../../people/staff/standing.ts'
import { findRestore, updateRestored } from './queries.ts'
import { isReachRestored } from './reach.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'

/**
 * The first checks of the reach are close together. Later pauses are a share of the elapsed time: a reach that was not
 * back in a day is not back within a minute.
 */
const SOON_MS_MAX = 60_000
const PAUSE_SHARE = 1 / 16
const PAUSE_MS_MAX = 3_600_000
/** The seconds without the former reach after which a person must look at the account. */
const ATTENTION_AFTER_S = 15 * 60
/** The days after which the desk stops checking the reach; the decision is left to a person. */
const LOOKED_AT_DAYS = 7
const LOOKED_AT_S = LOOKED_AT_DAYS * 86_400

/**
 * Checks whether a restored account reaches as many people as before: an account with its flags back may still be
 * hidden from its followers. The pauses grow, and the checks end with a mark for a person.
 */
export async function checkReach(desk: Desk, job: Job): Promise<void> {
  const [enforcement, restore] = await Promise.all([findEnforcement(desk.db, job.key), findRestore(desk.db, job.key)])
  if (enforcement === undefined || restore === undefined || restore.restoredAt !== null) return finishJob(desk.db, job)
  const reach = await readReach(desk, enforcement.subject)
  await inTransaction(desk.db, async (tx) => {
    if (reach !== undefined && isReachRestored(restore.reachBefore, reach)) {
      if (await updateRestored(tx, enforcement.id)) {
        const content = { reach: typeof reach === 'number' ? reach : null, before: restore.reachBefore }
        queueEntry(tx, {
          kind: 'reach_back',
          ...content,
          by: DESK,
          subject: enforcement.subject,
          enforcementId: enforcement.id,
        })
        queueAttention(tx, [enforcement.id], null)
      }
      return finishJob(tx, job)
    }
    const sinceVisibleS = restore.secondsSinceVisible ?? 0
    const numbers = { before: String(restore.reachBefore), now: String(reach ?? 'unknown') }
    if (sinceVisibleS > LOOKED_AT_S) {
      queueReachEntry(tx, enforcement, message('attention.reachLost', { days: LOOKED_AT_DAYS, ...numbers }))
      return finishJob(tx, job)
    }
    if (sinceVisibleS > ATTENTION_AFTER_S && enforcement.needsAttention === null) {
      queueReachEntry(tx, enforcement, message('attention.reachSlow', numbers))
    }
    return postponeJob(tx, job, pauseMs(job.attempt, sinceVisibleS))
  })
}

/** Marks the restored enforcement for a person, who may accept the account with less reach, and records the reason. */
function queueReachEntry(tx: Tx, enforcement: Enforcement, text: Message): void {
  const why = renderMessage(text)
  queueAttention(tx, [enforcement.id], why)
  queueEntry(tx, {
    kind: 'needs_attention',
    why,
    by: DESK,
    subject: enforcement.subject,
    enforcementId: enforcement.id,
  })
}

function pauseMs(attempt: number, sinceVisibleS: number): number {
  const soon = Math.min(1_000 * 2 ** Math.min(attempt, 10), SOON_MS_MAX)
  return Math.min(Math.max(soon, Math.round(sinceVisibleS * 1_000 * PAUSE_SHARE)), PAUSE_MS_MAX)
}

async function readReach(desk: Desk, subject: string): Promise<number | null | 'absent' | undefined> {
  try {
    return (await desk.platform.readBack(parseSubjectKey(subject)))?.reach
  } catch (error) {
    if (error instanceof ConnectorError) return undefined
    throw error
  }
}

/**
 * Records that an unrestricted person accepts an account as restored although it reaches fewer people, with a reason.
 */
export async function acceptRestore(
  desk: Desk,
  request: { enforcementId: string; by: StaffCaller; reason: string },
): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    const by: Actor = { kind: 'staff', id: request.by.id }
    await refuseGone(tx, by)
    const enforcement = await readEnforcement(tx, request.enforcementId)
    const restore = await findRestore(tx, enforcement.id)
    if (!(await updateRestored(tx, enforcement.id, { by: actorKey(by), reason: request.reason }))) {
      throw new DeskError(
        'conflict',
        message('enforcement.noReach', { enforcementId: enforcement.id, state: enforcement.state }),
      )
    }
    queueAttention(tx, [enforcement.id], null)
    const content = { reach: null, before: restore?.reachBefore ?? null, acceptedReason: request.reason }
    queueEntry(tx, { kind: 'reach_back', ...content, by, subject: enforcement.subject, enforcementId: enforcement.id })
  })
}
