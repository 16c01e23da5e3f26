import sql from 'sql-template-tag'
import { wakeWaiting } from '../../enforcement/gate-queries.ts'
import { queueAlert } from '../../alerts/alert.ts'
import { type Actor, actorKey } from '../../foundation/domain.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { DeskError } from '../../foundation/errors.ts'
import {
  type BulkAction,
  type BulkActionState,
  findBulkAction,
  lockBulkAction,
  updateBulkActionState,
} from './bulk-action-queries.ts'

/** Moves a locked bulk action to another state, with its ledger entry. */
export async function moveBulkAction(
  tx: Tx,
  bulkAction: BulkAction,
  to: BulkActionState,
  how: { by: Actor; why?: string; approval?: { by: string; signatureId: string } },
): Promise<BulkAction> {
  const { by, why, approval } = how
  const moved = await updateBulkActionState(tx, bulkAction.id, to, {
    by: actorKey(by),
    why,
    ...(approval ? { approval } : {}),
  })
  queueEntry(tx, {
    kind: 'bulk_action_moved',
    bulkActionId: bulkAction.id,
    from: bulkAction.state,
    to,
    stage: bulkAction.stage,
    ...(why === undefined ? {} : { reason: why }),
    by,
  })
  if (to === 'stopped') await wakeWaiting(tx, sql`bulk_action_id = ${bulkAction.id}`)
  return moved
}

/** Locks a bulk action to move it; refuses an unknown one and one in another state. */
export async function lockBulkActionIn(
  tx: Tx,
  bulkActionId: string,
  states: readonly BulkActionState[],
): Promise<BulkAction> {
  const bulkAction = await lockBulkAction(tx, bulkActionId, 'to move')
  if (bulkAction === undefined) throw noSuchBulkAction(bulkActionId)
  if (states.includes(bulkAction.state)) return bulkAction
  throw new DeskError('conflict', message('bulkAction.state', { bulkActionId, state: bulkAction.state }))
}

export const noSuchBulkAction = (bulkActionId: string): DeskError =>
  new DeskError('not_found', message('bulkAction.unknown', { bulkActionId }))

/** Reads a bulk action; throws where there is none. */
export async function readBulkAction(
  db: Parameters<typeof findBulkAction>[0],
  bulkActionId: string,
): Promise<BulkAction> {
  const bulkAction = await findBulkAction(db, bulkActionId)
  if (bulkAction === undefined) throw noSuchBulkAction(bulkActionId)
  return bulkAction
}

/** Alerts the leads or the proposer. The text names the bulk action and nothing about its subjects. */
export const queueBulkAlert = (tx: Tx, bulkAction: BulkAction, to: 'leads' | 'proposer', what: Message): void =>
  queueAlert(tx, {
    kind: 'bulk_action',
    to: to === 'leads' ? { role: 'lead' } : { staff: bulkAction.proposedBy },
    why: message('alert.bulk.of', { bulkActionId: bulkAction.id, what }),
  })
