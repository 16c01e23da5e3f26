import type { Desk } from '../../policy/desk.ts'
import { type Actor, DESK, type StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { DeskError, messageOf } from '../../foundation/errors.ts'
import { applyChange, moveChange, queueChangeAlerts } from './apply-change.ts'
import { type Change, listAgreedDue } from './change-queries.ts'
import { withLocked } from './lock-change.ts'
import { findChangeRefusal } from './answer-rights.ts'

const APPLIED_AT_ONCE = 100

/** Delays an agreed change, and alerts all leads, each of whom may stop it until its time. */
export async function delayChange(tx: Tx, change: Change, by: Actor): Promise<Change> {
  const agreed = await moveChange(tx, change, 'agreed', by)
  const from = agreed.takesEffectAt
  if (from === null) throw new Error(`the agreed change ${agreed.id} has no time from which it takes effect`)
  queueChangeAlerts(tx, agreed, (told) => message('alert.change.delayed', { ...told, from }))
  return agreed
}

/** Stops a change before it takes effect. One person does so, on duty or not, without a passkey. */
export async function stopChange(
  desk: Pick<Desk, 'db'>,
  request: { changeId: string; by: StaffCaller; reason: string | null },
): Promise<Change> {
  const { changeId, by, reason } = request
  return withLocked(desk, request, ['agreed'], async (tx, change) => {
    const refusal = await findChangeRefusal(tx, changeId, by.id, 'stop')
    if (refusal !== null)
      throw new DeskError('not_allowed', message('change.refused', { why: refusal.sentence }), { why: refusal.why })
    const stopped = await moveChange(tx, change, 'stopped', { kind: 'staff', id: by.id }, reason ?? undefined)
    queueChangeAlerts(tx, stopped, (told) => message('alert.change.stopped', { ...told, who: by.pseudonym }))
    return stopped
  })
}

/**
 * Applies each agreed change whose delay is over, judged again at that moment. One that may no longer be applied fails,
 * and all leads are alerted. Returns how many were due.
 */
export async function applyAgreedChanges(desk: Pick<Desk, 'db' | 'log'>): Promise<number> {
  const due = await listAgreedDue(desk.db, APPLIED_AT_ONCE)
  for (const changeId of due) {
    // A change that can't be tried now must not delay those after it.
    await applyOrFail(desk, changeId).catch((err: unknown) =>
      desk.log.error({ err, changeId }, 'an agreed change was not applied'),
    )
  }
  return due.length
}

async function applyOrFail(desk: Pick<Desk, 'db'>, changeId: string): Promise<void> {
  try {
    await withLocked(desk, { changeId, by: null }, ['agreed'], (tx, change) => applyChange(tx, change, DESK))
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    await failChange(desk, changeId, messageOf(error.cause ?? error))
  }
}

async function failChange(desk: Pick<Desk, 'db'>, changeId: string, reason: string): Promise<void> {
  await withLocked(desk, { changeId, by: null }, ['agreed'], async (tx, change) => {
    const failed = await moveChange(tx, change, 'failed', DESK, reason)
    queueChangeAlerts(tx, failed, (told) => message('alert.change.failed', { ...told, reason }))
    return failed
  }).catch((error: unknown) => {
    // The change was stopped, withdrawn or applied in the meantime.
    if (!(error instanceof DeskError && error.code === 'conflict')) throw error
  })
}
