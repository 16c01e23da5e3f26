import sql from 'sql-template-tag'
import { inAnsweredTransaction, inTransaction } from '../../foundation/database/db.ts'
import { refuseUnstorable } from '../../foundation/database/refuse-unstorable.ts'
import type { StaffCaller } from '../../foundation/domain.ts'
import { DeskError, type ErrorCode, requireFound } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { markHash } from '../../ledger/entries/misuse-hash.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { findMark, type Gravity, type Intent, type Mark, type MarkedKind } from './misuse-queries.ts'

type MarkRefusal =
  | 'not_at_work'
  | 'unknown'
  | 'not_allowed'
  | 'always_received'
  | 'unknown_sender'
  | 'not_decided'
  | 'not_illegal'
  | 'too_old'
  | 'marked'
  | 'too_many'

export const MARK_REFUSALS: Record<MarkRefusal, readonly [code: ErrorCode, text: Message]> = {
  not_at_work: ['not_allowed', message('misuse.mark.notAtWork')],
  unknown: ['not_found', message('misuse.mark.unknown')],
  not_allowed: ['not_allowed', message('misuse.mark.notAllowed')],
  always_received: ['conflict', message('misuse.mark.alwaysReceived')],
  unknown_sender: ['conflict', message('misuse.mark.unknownSender')],
  not_decided: ['conflict', message('misuse.mark.notDecided')],
  not_illegal: ['conflict', message('misuse.mark.notIllegal')],
  too_old: ['conflict', message('misuse.mark.tooOld')],
  marked: ['conflict', message('misuse.mark.marked')],
  too_many: ['conflict', message('misuse.mark.tooMany')],
}

interface NewMark {
  kind: MarkedKind
  id: string
  /** The case of a report. */
  caseId: string | undefined
  gravity: Gravity
  intent: Intent
  reason: string
  by: StaffCaller
}

/**
 * Records one person's judgement that a decided submission was manifestly unfounded, or a content manifestly illegal.
 * It does nothing to the sender by itself.
 */
export async function markMisuse({ db }: Pick<Desk, 'db'>, mark: NewMark): Promise<Mark> {
  const { kind, id, caseId = null, gravity, intent, reason, by } = mark
  refuseUnstorable({ id, reason })
  return inAnsweredTransaction(db, async (tx) => {
    const refusal = await tx.onlyValue<MarkRefusal | null>(sql`
      select misuse_mark_refusal(${kind}, ${id}, ${caseId}, ${by.id}) as refusal`)
    if (refusal !== null) throw new DeskError(...MARK_REFUSALS[refusal])
    const markId = await tx.onlyValue<string>(sql`
      select id from mark_misuse(${kind}, ${id}, ${caseId}, ${gravity}, ${intent}, ${reason}, ${by.id})`)
    const made = requireFound(await findMark(tx, markId), message('misuse.mark.unknownId', { markId }))
    const { senderId, cause } = made
    const contentHash = markHash({ ...made, reason })
    queueEntry(tx, { kind: 'misuse_marked', markId, senderId, cause, contentHash, by: { kind: 'staff', id: by.id } })
    return made
  })
}

/** Withdraws a mark for good. It counts no more; the record stays. */
export async function withdrawMark({ db }: Pick<Desk, 'db'>, markId: string, by: StaffCaller): Promise<Mark> {
  return inTransaction(db, async (tx) => {
    requireFound(await findMark(tx, markId), message('misuse.mark.unknownId', { markId }))
    const isDone = await tx.onlyValue<boolean>(sql`select withdraw_mark(${markId}, ${by.id}) as done`)
    if (isDone) queueEntry(tx, { kind: 'misuse_mark_withdrawn', markId, by: { kind: 'staff', id: by.id } })
    return requireFound(await findMark(tx, markId), message('misuse.mark.unknownId', { markId }))
  })
}
