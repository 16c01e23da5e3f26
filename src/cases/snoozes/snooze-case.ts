import { inAnsweredTransaction, inTransaction, type Tx } from '../../foundation/database/db.ts'
import { DESK, type StaffCaller } from '../../foundation/domain.ts'
import { DeskError, type ErrorCode, requireFound } from '../../foundation/errors.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import type { Desk } from '../../policy/desk.ts'
import { recordRelease } from '../claims/release-claim.ts'
import { deleteClaim } from '../queue/queries.ts'
import {
  findRefusal,
  findSnooze,
  insertSnooze,
  lockCase,
  type Snooze,
  type SnoozeRefusal,
  updateEnded,
  updatePassed,
} from './snooze-queries.ts'

const SNOOZES_AT_ONCE_MAX = 500

export const SNOOZE_REFUSALS: Record<SnoozeRefusal, readonly [code: ErrorCode, text: Message]> = {
  unknown: ['not_found', message('snooze.unknown')],
  closed: ['conflict', message('snooze.closed')],
  not_held: ['conflict', message('snooze.notHeld')],
  not_at_work: ['not_allowed', message('snooze.notAtWork')],
  danger: ['conflict', message('snooze.danger')],
  escalated: ['conflict', message('snooze.escalated')],
  past: ['invalid_input', message('snooze.past')],
  due: ['conflict', message('snooze.due')],
  legal: ['conflict', message('snooze.legal')],
}

/**
 * Removes a case from its queue until a time, at its holder's request. It returns by itself at that time, or earlier if
 * it becomes urgent.
 */
export async function snoozeCase(
  { db }: Pick<Desk, 'db'>,
  { caseId, by: caller, until, reason }: { caseId: string; by: StaffCaller; until: Date; reason: string },
): Promise<Snooze> {
  return inAnsweredTransaction(db, async (tx) => {
    await lockCase(tx, caseId)
    const refusal = await findRefusal(tx, { caseId, madeBy: caller.id, until })
    if (refusal !== undefined) throw new DeskError(...SNOOZE_REFUSALS[refusal])
    await recordPassed(tx, { caseId, limit: 1 })
    const snooze = await insertSnooze(tx, { caseId, madeBy: caller.id, until, reason })
    const by = { kind: 'staff', id: caller.id } as const
    const claim = await deleteClaim(tx, caseId, caller.id)
    if (claim !== undefined) await recordRelease(tx, claim, by)
    const { id: snoozeId, subject } = snooze
    queueEntry(tx, { kind: 'case_snoozed', snoozeId, caseId, until: until.toISOString(), reason, by, subject })
    return snooze
  })
}

/** Ends a snooze early, by a lead. */
export async function endSnooze({ db }: Pick<Desk, 'db'>, snoozeId: string, caller: StaffCaller): Promise<void> {
  await inTransaction(db, async (tx) => {
    const found = requireFound(await findSnooze(tx, snoozeId, caller.id), message('snooze.unknownId', { snoozeId }))
    await lockCase(tx, found.caseId)
    const snooze = await findSnooze(tx, snoozeId, caller.id)
    if (snooze?.endedAt !== null) throw new DeskError('conflict', message('snooze.over', { snoozeId }))
    await updateEnded(tx, snoozeId, caller.id)
    const by = { kind: 'staff', id: caller.id } as const
    queueEntry(tx, {
      kind: 'case_snooze_ended',
      snoozeId,
      caseId: found.caseId,
      how: 'ended',
      by,
      subject: found.subject,
    })
  })
}

/** Records the end of every snooze whose case is back in its queue. */
export async function recordPassedSnoozes({ db }: Pick<Desk, 'db'>): Promise<void> {
  await inTransaction(db, (tx) => recordPassed(tx, { limit: SNOOZES_AT_ONCE_MAX }))
}

async function recordPassed(tx: Tx, which: { caseId?: string; limit: number }): Promise<void> {
  for (const { id: snoozeId, caseId, subject } of await updatePassed(tx, which)) {
    queueEntry(tx, { kind: 'case_snooze_ended', snoozeId, caseId, how: 'passed', by: DESK, subject })
  }
}
