import sql from 'sql-template-tag'
import { lockSubject } from '../desired-state/subject-state.ts'
import type { Desk } from '../../policy/desk.ts'
import { type Actor, type StaffCaller, UNTOUCHED } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { applyState } from './handle-mismatch.ts'
import { type DriftKind, MENDED } from './drift.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { queueJob, queueWakeUp } from '../../foundation/jobs.ts'
import { DeskError } from '../../foundation/errors.ts'
import { refuseGone } from '../../people/staff/standing.ts'
import { lockReading } from './queries.ts'
import { canBringUp } from './detect-drift.ts'

const LOOK_AFTER_MS = 2_000

/**
 * Sends the platform, at one person's request and at once, the instruction that an account must be up. The desk does so
 * by itself when it finds drift; this covers the case in which that did not help.
 */
export async function restoreDrift(
  desk: Pick<Desk, 'restoreDb'>,
  { driftId, by }: { driftId: string; by: StaffCaller },
): Promise<void> {
  await inTransaction(desk.restoreDb, async (tx) => {
    const { subject, accountId, kind } = await lockOpen(tx, driftId)
    if (!MENDED.includes(kind)) {
      throw new DeskError('conflict', message('drift.notOurs'))
    }
    const state = await lockSubject(tx, subject)
    const usual = (await lockReading(tx, accountId))?.usual ?? UNTOUCHED
    if (!canBringUp(state, usual)) {
      throw new DeskError('conflict', message('drift.platforms'))
    }
    const actor: Actor = { kind: 'staff', id: by.id }
    await applyState(tx, state, state.desired ?? usual, { by: actor, up: true })
    queueEntry(tx, { kind: 'drift_brought_up', driftId, by: actor, subject })
    queueJob(tx, 'detect_drift', subject, 'drift', LOOK_AFTER_MS)
    queueWakeUp(tx, 'restore')
  })
}

/**
 * Closes drift on the word of a person who is not restricted. Drift that the desk corrects itself cannot be closed: it
 * ends when a read-back shows the account restored.
 */
export async function closeDrift(
  desk: Pick<Desk, 'restoreDb'>,
  { driftId, by, reason }: { driftId: string; by: StaffCaller; reason: string },
): Promise<void> {
  await inTransaction(desk.restoreDb, async (tx) => {
    await refuseGone(tx, { kind: 'staff', id: by.id })
    const { subject, kind } = await lockOpen(tx, driftId)
    if (MENDED.includes(kind)) {
      throw new DeskError('conflict', message('drift.endsItself'))
    }
    await tx.query(sql`
      update drift set closed_by = ${by.id}, closed_at = desk_now(), close_reason = ${reason} where id = ${driftId}`)
    const reasonHash = contentHash({ reason })
    queueEntry(tx, { kind: 'drift_closed', driftId, reasonHash, by: { kind: 'staff', id: by.id }, subject })
  })
}

interface OpenDrift {
  subject: string
  accountId: string
  kind: DriftKind
}

/** Locks the subject first, as every transaction does, then the drift. Throws when the drift has ended. */
async function lockOpen(tx: Tx, driftId: string): Promise<OpenDrift> {
  const { rows: known } = await tx.query<{ subject: string }>(sql`
    select subject from drift where id = ${driftId}`)
  if (known[0] === undefined) throw new DeskError('not_found', message('drift.unknown', { driftId: driftId }))
  await lockSubject(tx, known[0].subject)
  const found = await tx.find<OpenDrift & { over: boolean }>(sql`
    select subject, account_id as "accountId", kind, ended_at is not null or closed_at is not null as over
    from drift where id = ${driftId} for update`)
  if (found === undefined || found.over) {
    throw new DeskError('conflict', message('drift.over', { driftId: driftId }))
  }
  return found
}
