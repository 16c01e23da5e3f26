import type { Desk } from '../../policy/desk.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { signedTerms } from '../../enforcement/propose/signable-proposal.ts'
import { message, type Message } from '../../foundation/messages/message.ts'
import { inTransaction, type Queryable } from '../../foundation/database/db.ts'
import { queueJob, queueWakeUp } from '../../foundation/jobs.ts'
import { DeskError } from '../../foundation/errors.ts'
import { insertSignature, readSignature } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import { listDeniedActions, refuseDenied } from '../../people/staff/denied-actions.ts'
import { countsInBulk } from '../../policy/guards/judge.ts'
import { lockStanding } from '../../people/staff/standing.ts'
import { type BulkAction, STOPPABLE, queueStage } from '../actions/bulk-action-queries.ts'
import { countItems } from '../actions/item-queries.ts'
import { lockBulkActionIn, moveBulkAction, readBulkAction, queueBulkAlert } from '../actions/move-bulk-action.ts'
import { listDrawn } from './sample.ts'
import { refuseUnless } from '../actions/find-refusal.ts'

interface Answering {
  bulkActionId: string
  by: StaffCaller
}

/**
 * Starts a bulk action by another person's signed approval. PostgreSQL compares the approval with their sample and
 * their signature.
 */
export async function approveBulkAction(
  desk: Desk,
  { bulkActionId, by, signature }: Answering & { signature: GivenSignature | undefined },
): Promise<BulkAction> {
  const signed = await readSignature(desk.db, desk, { act: 'bulk_action_agree', about: bulkActionId, by, signature })
  return inTransaction(desk.db, async (tx) => {
    await lockStanding(tx, by.id)
    const bulkAction = await lockBulkActionIn(tx, bulkActionId, ['proposed'])
    await refuseUnless(tx, bulkActionId, by.id, 'agree')
    await insertSignature(tx, signed, await signableBulkAction(tx, bulkAction, by.id))
    const approval = { by: by.id, signatureId: signed.id }
    const begun = await moveBulkAction(tx, bulkAction, 'running', { by: { kind: 'staff', id: by.id }, approval })
    queueJob(tx, 'bulk_action', bulkActionId, 'bulk_action')
    queueWakeUp(tx, 'bulk_action')
    return begun
  })
}

/** Ends a bulk action because another person declined it. */
export async function declineBulkAction(desk: Desk, { bulkActionId, by, reason }: Answering & { reason: string }) {
  return inTransaction(desk.db, async (tx) => {
    await lockStanding(tx, by.id)
    const bulkAction = await lockBulkActionIn(tx, bulkActionId, ['proposed'])
    await refuseUnless(tx, bulkActionId, by.id, 'decline')
    queueBulkAlert(tx, bulkAction, 'proposer', message('alert.bulk.declined'))
    return moveBulkAction(tx, bulkAction, 'declined', { by: { kind: 'staff', id: by.id }, why: reason })
  })
}

/** Stops a bulk action at any moment: no further enforcement starts. Those in effect stay until they are restored. */
export async function stopBulkAction(desk: Desk, { bulkActionId, by, reason }: Answering & { reason: string }) {
  return inTransaction(desk.restoreDb, async (tx) => {
    const bulkAction = await lockBulkActionIn(tx, bulkActionId, STOPPABLE)
    if (bulkAction.proposedBy !== by.id) queueBulkAlert(tx, bulkAction, 'proposer', message('alert.bulk.stopped'))
    return moveBulkAction(tx, bulkAction, 'stopped', { by: { kind: 'staff', id: by.id }, why: reason })
  })
}

/**
 * Starts the next stage after a person has looked at the present one. A repeated call for the same stage starts no
 * further one.
 */
export async function continueBulkAction(
  desk: Desk,
  { bulkActionId, by, stage }: Answering & { stage: number },
): Promise<BulkAction> {
  return inTransaction(desk.db, async (tx) => {
    const standing = await lockStanding(tx, by.id)
    if (!standing?.active || standing.restricted) throw new DeskError('not_allowed', message('staff.notAble'))
    const bulkAction = await lockBulkActionIn(tx, bulkActionId, ['looking'])
    if (bulkAction.stage !== stage)
      throw new DeskError(
        'conflict',
        message('bulkAction.otherStage', { bulkActionId, stage: bulkAction.stage, seen: stage }),
      )
    const { action } = bulkAction
    const denied = await listDeniedActions(tx, by.id)
    await refuseDenied(
      tx,
      denied.map((one) => one.action),
      { action, countsAs: countsInBulk(action) },
    )
    const moved = await moveBulkAction(tx, bulkAction, 'running', { by: { kind: 'staff', id: by.id } })
    queueStage(tx, bulkActionId, bulkAction.stage + 1)
    queueJob(tx, 'bulk_action', bulkActionId, 'bulk_action')
    queueWakeUp(tx, 'bulk_action')
    return { ...moved, stage: bulkAction.stage + 1 }
  })
}

/** Returns the text that this person signs to approve a bulk action. Throws when they may not approve it now. */
export async function prepareBulkActionAgreement(
  { db }: Pick<Desk, 'db'>,
  { about: bulkActionId, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  const bulkAction = await readBulkAction(db, bulkActionId)
  await refuseUnless(db, bulkActionId, by.id, 'agree')
  return signableBulkAction(db, bulkAction, by.id)
}

async function signableBulkAction(db: Queryable, bulkAction: BulkAction, staffId: string): Promise<Signable> {
  const { id, action, ownAction, label, durationMs, policyId, foundBy, rationale, listHash, subjectCount, reachSum } =
    bulkAction
  const [{ guarded }, drawn] = await Promise.all([countItems(db, id), listDrawn(db, id, staffId)])
  const wrong = drawn.filter(({ conclusion }) => conclusion === 'no_violation').length
  return {
    about: id,
    core: {
      bulkAction: id,
      list: listHash,
      subjects: subjectCount,
      ...{ action, label, durationMs, policy: policyId },
      ...(ownAction && signedTerms(ownAction)),
      expiresAt: bulkAction.expiresAt.toISOString(),
    },
    asShown: {
      ...{ foundBy, rationale, guarded, reach: reachSum },
      judged: message('signing.judged', { subjects: drawn.length, harmless: wrong }),
      stages: message('signing.stages', { stages: bulkAction.rules.stages.map(stageMessage) }),
    },
  }
}

const stageMessage = ({ share, look }: { share: number; look: boolean }): Message =>
  message(look ? 'signing.stageLook' : 'signing.stage', { percent: share * 100 })
