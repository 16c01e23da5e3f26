import { refuseOtherDeclares } from '../rule-sets/describe-rule-set.ts'
import { createHash, randomUUID } from 'node:crypto'
import type { Desk } from '../../policy/desk.ts'
import { DESK, type StaffCaller } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { changeAnswerHash } from '../../ledger/entries/content-hash.ts'
import { canonicalJson } from '../../foundation/canonical.ts'
import { inTransaction, type Queryable, type Tx } from '../../foundation/database/db.ts'
import { DeskError, requireFound } from '../../foundation/errors.ts'
import { insertSignature, readSignature } from '../../people/signatures/accept-signature.ts'
import type { GivenSignature, Signable } from '../../foundation/acts.ts'
import { applyChange, moveChange } from './apply-change.ts'
import {
  type Change,
  findChange,
  findDelayMs,
  insertChangeAnswer,
  listLapsed,
  lockChange,
  storedOf,
} from './change-queries.ts'
import { delayChange } from './delay-change.ts'
import { withLocked } from './lock-change.ts'
import { findChangeRefusal } from './answer-rights.ts'
import { findStored } from '../../foundation/messages/stored-text.ts'

interface ChangeAnswerRequest {
  changeId: string
  by: StaffCaller
  reason: string | null
}

/**
 * Stores another person's signed agreement and applies the change, at once or after its delay. All of it is done, or
 * nothing.
 */
export async function agreeToChange(
  desk: Pick<Desk, 'db' | 'relyingParty'>,
  request: ChangeAnswerRequest & { signature: GivenSignature | undefined },
): Promise<Change> {
  const signed = await readSignature(desk.db, desk, { ...request, act: 'change_agree', about: request.changeId })
  return withLocked(desk, request, ['proposed'], async (tx, change) => {
    await refuseUnless(tx, change.id, request.by.id, 'agree')
    const delayMs = await findDelayMs(tx, change.id, request.by.id)
    await insertSignature(tx, signed, signableChange(change, delayMs))
    await insertAnswer(tx, request, { answer: 'agree', core: signed.core, signatureId: signed.id })
    const by = { kind: 'staff', id: request.by.id } as const
    return delayMs > 0 ? delayChange(tx, change, by) : applyChange(tx, change, by)
  })
}

/** Stores another person's decline, which ends the change. */
export async function declineChange(desk: Pick<Desk, 'db'>, request: ChangeAnswerRequest): Promise<Change> {
  return withLocked(desk, request, ['proposed'], async (tx, change) => {
    await refuseUnless(tx, change.id, request.by.id, 'decline')
    const { core: shown } = signableChange(change, 0)
    const core = canonicalJson({ ...shown, act: 'change_decline', approver: request.by.id, nonce: randomUUID() })
    await insertAnswer(tx, request, { answer: 'decline', core, signatureId: null })
    return moveChange(tx, change, 'declined', { kind: 'staff', id: request.by.id }, request.reason ?? undefined)
  })
}

/** Withdraws a change at its proposer's request, as long as it has not taken effect. */
export async function withdrawChange(desk: Pick<Desk, 'db'>, request: ChangeAnswerRequest): Promise<Change> {
  return withLocked(desk, request, ['proposed', 'agreed'], async (tx, change) => {
    if (change.proposedBy !== request.by.id) {
      throw new DeskError('not_allowed', message('change.notYours'))
    }
    return moveChange(tx, change, 'withdrawn', { kind: 'staff', id: request.by.id }, request.reason ?? undefined)
  })
}

const LAPSED_AT_ONCE = 100

/** Expires the changes on which no person decided within seven days, and returns their number. */
export async function expireChanges(desk: Pick<Desk, 'db'>): Promise<number> {
  const lapsed = await listLapsed(desk.db, LAPSED_AT_ONCE)
  for (const changeId of lapsed) {
    await inTransaction(desk.db, async (tx) => {
      const change = await lockChange(tx, changeId)
      if (change?.state === 'proposed') await moveChange(tx, change, 'expired', DESK)
    })
  }
  return lapsed.length
}

/** Returns the text that a person signs to agree to a change. Refuses a person who may not agree now. */
export async function prepareAgreement(
  { db }: Pick<Desk, 'db'>,
  { about: changeId, by }: { about: string; by: StaffCaller },
): Promise<Signable> {
  const change = requireFound(await findChange(db, changeId), message('change.unknown', { changeId }))
  if (change.state !== 'proposed')
    throw new DeskError('conflict', message('change.state', { changeId, state: change.state }))
  await refuseUnless(db, change.id, by.id, 'agree')
  await refuseOtherDeclares(change)
  return signableChange(change, await findDelayMs(db, change.id, by.id))
}

function signableChange(change: Change, delayMs: number): Signable {
  const { id, kind, direction, body, says, reason, expiresAt } = change
  const hash = (text: string) => createHash('sha256').update(text).digest('hex')
  const expires = expiresAt.toISOString()
  return {
    about: id,
    core: { change: id, kind, direction, body: hash(body), says: hash(says), expiresAt: expires },
    // The core has the hash of the English words; the person reads, and signs too, what these words say in their language.
    asShown: { kind, direction, says: findStored(storedOf(change)), reason, expiresAt: expires, delayMs },
  }
}

async function refuseUnless(
  db: Queryable,
  changeId: string,
  staffId: string,
  answer: 'agree' | 'decline',
): Promise<void> {
  const refusal = await findChangeRefusal(db, changeId, staffId, answer)
  if (refusal !== null)
    throw new DeskError('not_allowed', message('change.refused', { why: refusal.sentence }), { why: refusal.why })
}

/** Stores a person's answer, with the text that they signed. */
async function insertAnswer(
  tx: Tx,
  { changeId, by, reason }: ChangeAnswerRequest,
  said: { answer: 'agree' | 'decline'; core: string; signatureId: string | null },
): Promise<void> {
  await insertChangeAnswer(tx, { changeId, staffId: by.id, reason, ...said })
  const contentHash = changeAnswerHash({ reason, ...said })
  queueEntry(tx, {
    kind: 'change_answered',
    changeId,
    answer: said.answer,
    contentHash,
    by: { kind: 'staff', id: by.id },
  })
}
