import sql from 'sql-template-tag'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import { canonicalJson } from '../../foundation/canonical.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import { type Actor, actorKey, type RestoreCause, type StaffActor, type StaffCaller } from '../../foundation/domain.ts'
import { DeskError } from '../../foundation/errors.ts'
import { message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import type { LesserAction } from '../../foundation/schemas/lesser-body.ts'
import { contentHash } from '../../ledger/entries/content-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { insertSignature, readSignature, type Signed } from '../../people/signatures/accept-signature.ts'
import type { Desk } from '../../policy/desk.ts'
import { lockSubject } from '../desired-state/subject-state.ts'
import { generationAfter, updateDesiredStates } from '../desired-state/update-desired-state.ts'
import { type AppealRow, endAppeal, lockJudged, passAppealOn } from '../end/end-appeals.ts'
import { endWaiting } from '../end/end-waiting.ts'
import { ACTING, WAITING } from '../enforcement-state.ts'
import { queueLeadsAlert } from '../leads-alert.ts'
import { moveEnforcements } from '../move-enforcement.ts'
import { type Enforcement, lockEnforcement, queueAttention, readEnforcement, type SubjectState } from '../queries.ts'
import { findAsker, findTwoPeopleReason, type SharedRestore, signableRestore, toLesserTerms } from './restore-asks.ts'
import { twoPeopleMessage } from './restore-rule.ts'

/** The lesser enforcement that takes the place of an appealed one, in the transaction that undoes it. */
export interface Replacement {
  /** The lesser action, which a second judge must want too where undoing takes two people. */
  lesser: LesserAction
  /** Takes the locks of a proposal, which come before those of a restore. */
  lock: (tx: Tx) => Promise<void>
  /** Proposes it, once the first enforcement is being undone. */
  propose: (tx: Tx, appeal: AppealRow) => Promise<void>
}

interface RestoreRequest {
  enforcementId: string
  by: StaffCaller
  cause: Extract<RestoreCause, 'mistake' | 'appeal' | 'undo'>
  reason: string | null
  /** The case of the appeal that this restore decides, whose judge holds it, and why they differ from their conclusion. */
  appeal?: { caseId: string; differsBecause: string | null }
  /** The lesser enforcement that takes its place. Left out: none does. */
  replacement?: Replacement
  /** The signature of the second of two people, and of the first too where the enforcement is under legal duty. */
  signature?: GivenSignature | undefined
  /**
   * True for a press of Stop, which never fails for a missing signature: an unsigned request is recorded, and waits.
   */
  stopping?: true
}

type Within = Omit<RestoreRequest, 'by'> & { by: StaffActor }

/**
 * Undoes an enforcement in any state: a waiting one is stopped, one in effect is restored, one being undone stays so.
 * One person on duty is enough unless undoing is the greater risk. Then the first request is recorded, and a second
 * person asks for the same in time and signs. Under legal duty both sign.
 */
export async function restoreEnforcement(desk: Desk, request: RestoreRequest): Promise<Enforcement> {
  const { enforcementId, by, signature } = request
  // The signature is checked before any lock. Where one person is enough, an invalid signature does not matter.
  const asSecond = { act: 'restore_second', about: enforcementId, by, signature } as const
  const [read] = await Promise.allSettled([readSignature(desk.restoreDb, desk, asSecond)])
  return inTransaction(desk.restoreDb, (tx) => restoreWithin(tx, request, read))
}

/**
 * Undoes an enforcement in this transaction, without a signature: where that takes two people, this is the first
 * request.
 */
export const restoreUnsigned = (
  tx: Tx,
  request: Omit<RestoreRequest, 'signature' | 'stopping' | 'appeal' | 'by'> & { by: StaffActor },
): Promise<Enforcement> => restoreWithin(tx, { ...request, stopping: true })

async function restoreWithin(tx: Tx, request: Within, read?: PromiseSettledResult<Signed>): Promise<Enforcement> {
  const { by, cause, reason, appeal: asked, replacement } = request
  await replacement?.lock(tx)
  const { enforcement, restore } = await lockForRestore(tx, request.enforcementId)
  const how = replacement === undefined ? 'overturned' : 'lessened'
  const appeal = asked && (await lockJudged(tx, { ...asked, staffId: by.id }, { ...asked, how }))
  if (WAITING.includes(enforcement.state)) return endWaiting(tx, enforcement, 'stopped', by, reason ?? undefined)
  if (!ACTING.includes(enforcement.state)) return enforcement
  const because = await findTwoPeopleReason(tx, enforcement)
  const differsBecause = asked?.differsBecause ?? null
  const grounds = { cause, by, reason, differsBecause, isReplaced: replacement !== undefined }
  const undo = async (more: Pick<RestoreGrounds, 'askedBy' | 'signatureId'> = {}): Promise<Enforcement> => {
    const restoring = await restore({ ...grounds, ...more })
    if (replacement === undefined || appeal === undefined || reason === null) return restoring
    await replacement.propose(tx, appeal)
    await endAppeal(tx, appeal, { how: 'lessened', judgedBy: by.id, reason, differsBecause })
    return restoring
  }
  if (because === undefined) return undo()
  const lesser = toLesserTerms(enforcement, replacement?.lesser)
  const askedBy = await findAsker(tx, { enforcementId: enforcement.id, lesser, butNot: by.id })
  const signs = askedBy !== undefined || because === 'legal_duty'
  const ask = async () => {
    if (appeal) await passAppealOn(tx, appeal, by.id)
    return requestSecondPerson(tx, { enforcement, because, lesser }, request)
  }
  if (!signs || read === undefined || (request.stopping && request.signature === undefined)) return ask()
  if (read.status === 'rejected') throw read.reason
  await insertSignature(tx, read.value, await signableRestore(tx, { enforcement, because, lesser }))
  if (askedBy === undefined) return ask()
  return undo({ askedBy, signatureId: read.value.id })
}

/**
 * Returns the text that the second person signs after the first request. Under legal duty the first person signs it as
 * well.
 */
export async function prepareRestore(
  { restoreDb }: Pick<Desk, 'restoreDb'>,
  { about: enforcementId, by, lesser: wanted }: { about: string; by: StaffCaller; lesser?: LesserAction | undefined },
): Promise<Signable> {
  return inTransaction(restoreDb, async (tx) => {
    const enforcement = await readEnforcement(tx, enforcementId)
    const because = ACTING.includes(enforcement.state) ? await findTwoPeopleReason(tx, enforcement) : undefined
    const lesser = toLesserTerms(enforcement, wanted)
    const asked = because && (await findAsker(tx, { enforcementId, lesser, butNot: by.id }))
    if (because !== undefined && (because === 'legal_duty' || asked !== undefined))
      return signableRestore(tx, { enforcement, because, lesser })
    throw new DeskError('conflict', message('restore.notSignedYet', { subject: enforcementId }))
  })
}

async function requestSecondPerson(
  tx: Tx,
  { enforcement, because: reasonForTwo, lesser }: SharedRestore,
  request: Within,
): Promise<Enforcement> {
  const { by, cause, reason, appeal: { differsBecause } = { differsBecause: null } } = request
  const { rowCount } = await tx.query(sql`
    insert into restore_ask (enforcement_id, staff_id, cause, reason, differs_because, lesser)
    values (${enforcement.id}, ${by.id}, ${cause}, ${reason}, ${differsBecause}, ${lesser && canonicalJson({ ...lesser })}::jsonb)
    on conflict do nothing`)
  const told = {
    ...{ cause, ...(reason === null ? {} : { reason }), by: { kind: 'staff', id: by.id } as const },
    ...(differsBecause === null ? {} : { differsHash: contentHash({ differsBecause }) }),
    ...(lesser !== null && { lesser: { ...lesser } }),
  } as const
  if (rowCount === 1)
    queueEntry(tx, { kind: 'restore_asked', ...told, subject: enforcement.subject, enforcementId: enforcement.id })
  const because = twoPeopleMessage(reasonForTwo)
  const asked = cause !== 'appeal' ? 'restore' : lesser === null ? 'overturn' : 'lessen'
  const why = message(`alert.second.${asked}`, { because })
  const needsAttention = renderMessage(why)
  queueAttention(tx, [enforcement.id], needsAttention)
  queueLeadsAlert(tx, enforcement, 'restore', message('alert.secondRestoreOf', { enforcementId: enforcement.id, why }))
  return { ...enforcement, needsAttention }
}

interface RestoreGrounds {
  cause: RestoreCause
  by: Actor
  reason: string | null
  bulkId?: string
  /** The reason for which the judge of an appeal differs from their own conclusion. */
  differsBecause?: string | null
  /** True when a lesser enforcement takes its place. */
  isReplaced?: boolean
  /** The first of the two people who were needed. */
  askedBy?: string | null
  /** The signature of this request. */
  signatureId?: string
}

/**
 * Locks an enforcement's subject, then the enforcement. Returns it with a function that restores it in this
 * transaction.
 */
export async function lockForRestore(
  tx: Tx,
  enforcementId: string,
): Promise<{ enforcement: Enforcement; restore: (grounds: RestoreGrounds) => Promise<Enforcement> }> {
  const found = await readEnforcement(tx, enforcementId)
  const state = await lockSubject(tx, found.subject)
  const enforcement = await lockEnforcement(tx, enforcementId)
  const restore = async (grounds: RestoreGrounds): Promise<Enforcement> => {
    const [restoring] = await restoreLocked(tx, [{ enforcement, state }], grounds)
    if (restoring === undefined) throw new Error(`enforcement ${enforcementId} is not being restored`)
    return restoring
  }
  return { enforcement, restore }
}

/** Restores locked enforcements whose subjects are locked, each as if it were alone. */
export async function restoreLocked(
  tx: Tx,
  locked: readonly { enforcement: Enforcement; state: SubjectState }[],
  grounds: RestoreGrounds,
): Promise<readonly Enforcement[]> {
  const { by, cause, reason, askedBy, differsBecause = null, isReplaced = false } = grounds
  queueRestores(
    tx,
    locked.map(({ enforcement }) => enforcement.id),
    grounds,
  )
  const why = {
    ...{ cause, ...(reason === null ? {} : { reason }), ...(askedBy == null ? {} : { askedBy }) },
    ...(differsBecause === null ? {} : { differsBecause }),
    ...(isReplaced && { isReplaced }),
  }
  const moves = locked.map(({ enforcement, state }) => ({
    enforcement: { ...enforcement, generation: generationAfter(state) },
    to: 'restoring' as const,
    ...why,
  }))
  const restoring = await moveEnforcements(tx, moves, by)
  const states = new Map(locked.map(({ state }) => [state.subject, state]))
  await updateDesiredStates(
    tx,
    [...states.values()].map((state) => ({ state })),
    by,
  )
  return restoring
}

function queueRestores(tx: Tx, enforcementIds: readonly string[], grounds: RestoreGrounds): void {
  tx.queue(prepared('insert-restores')`
    insert into enforcement_restore (enforcement_id, cause, by, reason, bulk_id, asked_by, signature_id)
    select id, ${grounds.cause}, ${actorKey(grounds.by)}, ${grounds.reason}, ${grounds.bulkId ?? null},
      ${grounds.askedBy ?? null}, ${grounds.signatureId ?? null}
    from unnest(${enforcementIds}::text[]) given (id)`)
}
