import { createHash, randomUUID } from 'node:crypto'
import type { Desk } from '../desk.ts'
import { DESK, type StaffCaller } from '../domain.ts'
import { append } from '../ledger/append.ts'
import { changeAnswerHash } from '../ledger/content-hash.ts'
import { canonicalJson } from '../lib/canonical.ts'
import { inTransaction, type Tx } from '../lib/db.ts'
import { DeskError } from '../lib/errors.ts'
import { applyChange, moveChange } from './apply-change.ts'
import { type Change, findChange, insertChangeAnswer, listLapsed, lockChange, lockStaffRows } from './change-queries.ts'
import { changing } from './propose-change.ts'
import { whyNotAnswer } from './who-may-answer.ts'

export interface ChangeAnswerRequest {
  changeId: string
  by: StaffCaller
  reason: string | null
}

/** Another person's signed yes, by which the change is applied; or nothing at all. */
export async function agreeToChange(desk: Pick<Desk, 'db'>, request: ChangeAnswerRequest): Promise<Change> {
  return withLocked(desk, request, async (tx, change) => {
    await sign(tx, change, 'agree', request)
    return applyChange(tx, change, { kind: 'staff', id: request.by.id })
  })
}

/** Another person's signed no, which ends the change. */
export async function declineChange(desk: Pick<Desk, 'db'>, request: ChangeAnswerRequest): Promise<Change> {
  return withLocked(desk, request, async (tx, change) => {
    await sign(tx, change, 'decline', request)
    return moveChange(tx, change, 'declined', { kind: 'staff', id: request.by.id }, request.reason ?? undefined)
  })
}

/** Whoever proposed it takes it back. */
export async function withdrawChange(desk: Pick<Desk, 'db'>, request: ChangeAnswerRequest): Promise<Change> {
  return withLocked(desk, request, async (tx, change) => {
    if (change.proposedBy !== request.by.id) {
      throw new DeskError('not_allowed', 'Not done: whoever proposed a change withdraws it; others decline it.')
    }
    return moveChange(tx, change, 'withdrawn', { kind: 'staff', id: request.by.id }, request.reason ?? undefined)
  })
}

const LAPSED_AT_ONCE = 100

/** Ends what nobody decided about in seven days, and answers how many. */
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

async function withLocked(
  desk: Pick<Desk, 'db'>,
  { changeId, by }: ChangeAnswerRequest,
  act: (tx: Tx, change: Change) => Promise<Change>,
): Promise<Change> {
  return changing(desk.db, async (tx) => {
    const found = await findChange(tx, changeId)
    if (found === undefined) throw new DeskError('not_found', `There is no change ${changeId}.`)
    const { staffId } = JSON.parse(found.body)
    await lockStaffRows(tx, [by.id, found.proposedBy, ...(typeof staffId === 'string' ? [staffId] : [])])
    const change = await lockChange(tx, changeId)
    if (change === undefined) throw new Error(`change ${changeId} is gone`)
    if (change.state !== 'proposed') throw new DeskError('conflict', `Not done: ${changeId} is ${change.state}.`)
    return act(tx, change)
  })
}

/** Keeps what somebody said, with what they put their name to; or says why they can't. */
async function sign(
  tx: Tx,
  change: Change,
  answer: 'agree' | 'decline',
  { by, reason }: ChangeAnswerRequest,
): Promise<void> {
  const refusal = await whyNotAnswer(tx, change.id, by.id, answer)
  if (refusal !== null) {
    throw new DeskError('not_allowed', `Not done: ${refusal.sentence}.`, { why: refusal.why })
  }
  const core = canonicalJson({
    change: change.id,
    kind: change.kind,
    direction: change.direction,
    body: createHash('sha256').update(change.body).digest('hex'),
    says: createHash('sha256').update(change.says).digest('hex'),
    proposedBy: change.proposedBy,
    expiresAt: change.expiresAt.toISOString(),
    answer,
    by: by.id,
    nonce: randomUUID(),
  })
  await insertChangeAnswer(tx, { changeId: change.id, staffId: by.id, answer, reason, core })
  const contentHash = changeAnswerHash({ reason, core })
  append(tx, { kind: 'change_answered', changeId: change.id, answer, contentHash, by: { kind: 'staff', id: by.id } })
}
