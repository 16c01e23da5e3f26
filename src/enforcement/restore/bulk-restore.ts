import type { Desk } from '../../policy/desk.ts'
import type { Actor, StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inAnsweredTransaction, inTransaction, type Tx } from '../../foundation/database/db.ts'
import { type Job, finishJob, queueJob, queueWakeUp, postponeJob } from '../../foundation/jobs.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import {
  type BulkRestore,
  countRestoring,
  findBulkRestore,
  queueStarterLock,
  insertBulkRestore,
  listOpenItems,
  type Scope,
  queueBulkAsked,
  updateBulkDone,
  updateBulkStarted,
  type OpenItem,
  queueItemOutcome,
  findTwoPeopleReasons,
} from './bulk-queries.ts'
import { insertSignature, readSignature, type Signed } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import { queueAlert } from '../../alerts/alert.ts'
import { ACTING, WAITING } from '../enforcement-state.ts'
import { lockFreeSubjects } from '../desired-state/subject-state.ts'
import { lockEnforcements } from '../queries.ts'
import { lockForRestore, restoreLocked } from './restore-enforcement.ts'
import { twoPeopleMessage } from './restore-rule.ts'
import { endWaiting } from '../end/end-waiting.ts'

/**
 * The most enforcements of a stage. The next stage begins when fewer than this are being restored, which keeps the
 * queue short for single restores.
 */
export const STAGE_SIZE = 100
const STAGE_PAUSE_MS = 100
/**
 * The time for which a stage waits for one enforcement: one that cannot be restored must not keep the rest of the set
 * offline.
 */
export const STAGE_WAIT_MS = 5_000

/** Stores the set of enforcements to be undone and returns its size. Nothing is undone yet. */
export async function previewBulkRestore(desk: Desk, scope: Scope, by: StaffCaller): Promise<BulkRestore> {
  return inAnsweredTransaction(desk.restoreDb, async (tx) => {
    const bulk = await insertBulkRestore(tx, scope, by.id)
    queueBulkEntry(tx, 'bulk_restore_previewed', bulk, { kind: 'staff', id: by.id })
    return bulk
  })
}

/**
 * Starts a stored bulk restore; once started it survives any crash. Where two people are needed, the first request is
 * recorded, and the second person signs and starts it.
 */
export async function startBulkRestore(
  desk: Desk,
  request: { bulkId: string; by: StaffCaller; reason: string; signature?: GivenSignature | undefined },
): Promise<BulkRestore> {
  const { bulkId, by, signature } = request
  // The signature is checked before any lock. Where one person is enough, an invalid signature does not matter.
  const asSecond = { act: 'restore_second', about: bulkId, by, signature } as const
  const [read] = await Promise.allSettled([readSignature(desk.restoreDb, desk, asSecond)])
  return inTransaction(desk.restoreDb, async (tx) => {
    queueStarterLock(tx, request.by.id)
    const bulk = await findBulkRestore(tx, request.bulkId, 'lock')
    if (bulk === undefined) throw new DeskError('not_found', message('restore.unknown', { restoreId: request.bulkId }))
    if (bulk.startedAt !== null) return bulk
    const because = await findTwoPeopleReasons(tx, bulk, request.by.id, tx.now.getTime() - bulk.since.getTime())
    if (because !== undefined && (bulk.askedBy === null || bulk.askedBy === request.by.id)) {
      queueBulkAsked(tx, bulk.id, request.by.id, request.reason)
      queueBulkEntry(tx, 'bulk_restore_asked', bulk, { kind: 'staff', id: request.by.id })
      const why = message('alert.second.bulk', { bulkId: bulk.id, because: twoPeopleMessage(because) })
      queueAlert(tx, { kind: 'restore', to: { role: 'lead' }, why })
      return { ...bulk, askedBy: request.by.id }
    }
    const signatureId = because === undefined ? null : await storeSecondSignature(tx, read, bulk)
    // If this person may start it alone, an earlier request of another does not count.
    const askedBy = because === undefined ? null : bulk.askedBy
    await updateBulkStarted(tx, bulk.id, { by: by.id, reason: request.reason, askedBy, signatureId })
    queueJob(tx, 'bulk', bulk.id, 'restore')
    queueWakeUp(tx, 'restore')
    queueBulkEntry(tx, 'bulk_restore_started', bulk, { kind: 'staff', id: request.by.id })
    return (await findBulkRestore(tx, bulk.id)) ?? bulk
  })
}

async function storeSecondSignature(tx: Tx, read: PromiseSettledResult<Signed>, bulk: BulkRestore): Promise<string> {
  if (read.status === 'rejected') throw read.reason
  await insertSignature(tx, read.value, signableBulk(bulk))
  return read.value.id
}

/** Returns the text that the second person signs to start a bulk restore, after another person has asked. */
export async function prepareBulk(
  { restoreDb }: Pick<Desk, 'restoreDb'>,
  { about: bulkId, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  const bulk = requireFound(await findBulkRestore(restoreDb, bulkId), message('restore.unknown', { restoreId: bulkId }))
  if (bulk.startedAt === null && bulk.askedBy !== null && bulk.askedBy !== by.id) return signableBulk(bulk)
  throw new DeskError('conflict', message('restore.notSignedYet', { subject: bulkId }))
}

function signableBulk({
  id,
  byKind,
  since,
  until,
  enforcementCount: enforcements,
  reachSum: reach,
  reason,
}: BulkRestore): Signable {
  const span = { since: since.toISOString(), until: until.toISOString() }
  return {
    about: id,
    core: { bulk: id, enforcements, reach, ...span },
    asShown: { of: byKind, enforcements, reach, ...span, reason },
  }
}

/** Runs the next stage of a bulk restore. After a crash the rest of the set stays open for the next worker. */
export async function runBulkStage(desk: Desk, job: Job): Promise<void> {
  const bulk = await findBulkRestore(desk.restoreDb, job.key)
  if (bulk?.startedBy == null) return finishJob(desk.restoreDb, job)
  if ((await countRestoring(desk.restoreDb, job.key, STAGE_WAIT_MS)) >= STAGE_SIZE)
    return postponeJob(desk.restoreDb, job, STAGE_PAUSE_MS)
  const by: Actor = { kind: 'staff', id: bulk.startedBy }
  const items = await listOpenItems(desk.restoreDb, job.key, STAGE_SIZE)
  const undone = await restoreTogether(desk, bulk, items, by)
  const failures: unknown[] = []
  for (const { enforcementId } of items.filter((item) => !undone.has(item.enforcementId)))
    await undoItem(desk, bulk, enforcementId, by).catch((error: unknown) => failures.push(error))
  // Failed enforcements stay open and are tried again, after the others.
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} enforcements of ${bulk.id} failed`)
  if (items.length > 0) return postponeJob(desk.restoreDb, job, STAGE_PAUSE_MS)
  await inTransaction(desk.restoreDb, async (tx) => {
    if (await updateBulkDone(tx, bulk.id)) queueBulkEntry(tx, 'bulk_restore_done', bulk, by)
    await finishJob(tx, job)
  })
}

/**
 * Restores the enforcements in effect whose subjects no other transaction has locked, in one transaction. Returns their
 * ids. If PostgreSQL refuses one of them, none is restored, and each is undone by itself.
 */
async function restoreTogether(
  { restoreDb, log }: Desk,
  bulk: BulkRestore,
  items: readonly OpenItem[],
  by: Actor,
): Promise<ReadonlySet<string>> {
  const acting = items.filter(({ state }) => ACTING.includes(state))
  if (acting.length < 2) return new Set()
  try {
    return await inTransaction(restoreDb, async (tx) => {
      const states = await lockFreeSubjects(
        tx,
        acting.map(({ subject }) => subject),
      )
      const free = acting.filter(({ subject }) => states.has(subject))
      const enforcements = await lockEnforcements(
        tx,
        free.map(({ enforcementId }) => enforcementId),
      )
      const locked = enforcements.flatMap((enforcement) => {
        const state = ACTING.includes(enforcement.state) ? states.get(enforcement.subject) : undefined
        return state === undefined ? [] : [{ enforcement, state }]
      })
      const ids = locked.map(({ enforcement }) => enforcement.id)
      const { reason, id: bulkId, askedBy } = bulk
      await restoreLocked(tx, locked, { cause: 'undo', by, reason, bulkId, askedBy })
      queueItemOutcome(tx, bulkId, ids, 'restoring')
      return new Set(ids)
    })
  } catch (error) {
    log.warn({ err: error, bulk: bulk.id }, 'a stage was not restored together: each enforcement is by itself')
    return new Set()
  }
}

/**
 * Undoes one enforcement of the set: stops it if it waits, restores it if it is in effect, and skips it if another
 * person was faster.
 */
async function undoItem(desk: Desk, bulk: BulkRestore, enforcementId: string, by: Actor): Promise<void> {
  await inTransaction(desk.restoreDb, async (tx) => {
    const { enforcement, restore } = await lockForRestore(tx, enforcementId)
    if (WAITING.includes(enforcement.state)) {
      await endWaiting(tx, enforcement, 'stopped', by)
      return queueItemOutcome(tx, bulk.id, [enforcementId], 'stopped')
    }
    if (!ACTING.includes(enforcement.state)) return queueItemOutcome(tx, bulk.id, [enforcementId], 'skipped')
    await restore({ cause: 'undo', by, reason: bulk.reason, bulkId: bulk.id, askedBy: bulk.askedBy })
    return queueItemOutcome(tx, bulk.id, [enforcementId], 'restoring')
  })
}

function queueBulkEntry(
  tx: Tx,
  kind: 'bulk_restore_previewed' | 'bulk_restore_asked' | 'bulk_restore_started' | 'bulk_restore_done',
  bulk: BulkRestore,
  by: Actor,
): void {
  queueEntry(tx, { kind, bulkId: bulk.id, enforcements: bulk.enforcementCount, reach: bulk.reachSum, by })
}
