import { EFFECTIVE } from '../../../enforcement/enforcement-state.ts'
import { queueLeadsAlert } from '../../../enforcement/leads-alert.ts'
import { lockEnforcement } from '../../../enforcement/queries.ts'
import { lockForRestore } from '../../../enforcement/restore/restore-enforcement.ts'
import { inTransaction, type Tx } from '../../../foundation/database/db.ts'
import { type Actor, DESK } from '../../../foundation/domain.ts'
import { message } from '../../../foundation/messages/message.ts'
import { queueEntry } from '../../../ledger/queue-entry.ts'
import type { Desk } from '../../../policy/desk.ts'
import { queueLetter } from '../letters/letter-queries.ts'
import { findContact } from '../people/correspondent.ts'
import {
  type CounterNotice,
  type Ending,
  findReferralGround,
  listOverCounterNotices,
  listRightsNotices,
  lockCounterNotice,
  updateCounterNoticeEnd,
} from './counter-notice-queries.ts'

/** The counter-notices that one run of the task ends. */
const ENDED_AT_ONCE_MAX = 50

/** An act of a person outside: the sender withdraws, or a rights holder states that they went to court. */
export type OutsideEnding = { state: 'withdrawn' } | Extract<Ending, { state: 'action_filed' }>

/**
 * Ends an open counter-notice by an act of its sender or of a rights holder. Returns it as it is then: one that ended
 * before stays as it was.
 */
export async function endByAct(
  desk: Desk,
  { id, enforcementId }: Pick<CounterNotice, 'id' | 'enforcementId'>,
  ending: OutsideEnding,
  by: Actor,
): Promise<CounterNotice | undefined> {
  return inTransaction(desk.db, async (tx) => {
    const { state } = await lockEnforcement(tx, enforcementId)
    const found = await lockCounterNotice(tx, id)
    // The task ends it for the reason for which its restriction ended.
    if (found === undefined || found.state !== 'open' || !EFFECTIVE.includes(state)) return found
    await end(tx, desk, found, ending, by)
    return lockCounterNotice(tx, id)
  })
}

/**
 * Lifts the restrictions whose counter-notice had its time, and refers those to people that another ground may restrict.
 * Each in a transaction of its own: one that fails holds up no other, and is tried again at the next run.
 */
export async function endOverCounterNotices(desk: Desk): Promise<void> {
  for (const { id, enforcementId } of await listOverCounterNotices(desk.db, ENDED_AT_ONCE_MAX))
    try {
      await inTransaction(desk.restoreDb, (tx) => endOver(tx, desk, id, enforcementId))
    } catch (error) {
      desk.log.error({ err: error, counterNotice: id }, 'a counter-notice could not be ended')
    }
}

async function endOver(tx: Tx, desk: Desk, id: string, enforcementId: string): Promise<void> {
  const { enforcement, restore } = await lockForRestore(tx, enforcementId)
  const found = await lockCounterNotice(tx, id)
  if (found === undefined || found.state !== 'open') return
  if (!EFFECTIVE.includes(enforcement.state)) return end(tx, desk, found, { state: 'ended' }, DESK)
  if (found.liftAt > tx.now) return
  const referredFor = await findReferralGround(tx, id)
  if (referredFor === null) {
    await restore({ cause: 'ended', by: DESK, reason: null })
    return end(tx, desk, found, { state: 'lifted' }, DESK)
  }
  await end(tx, desk, found, { state: 'referred', referredFor }, DESK)
  const why = message('alert.counterNotice', { enforcementId, why: message(`counterNotice.ground.${referredFor}`) })
  queueLeadsAlert(tx, enforcement, 'counter_notice', why)
}

/** Records the end, and writes of it to the sender and to the rights holders who read of the counter-notice. */
async function end(tx: Tx, desk: Desk, found: CounterNotice, ending: Ending, by: Actor): Promise<void> {
  const { id, enforcementId, subject, correspondentId } = found
  const { state: outcome } = ending
  const filedHash = await updateCounterNoticeEnd(tx, id, ending)
  queueEntry(tx, {
    ...{ kind: 'counter_notice_ended', counterNoticeId: id, how: outcome, by, subject, enforcementId },
    ...(ending.state === 'action_filed' ? { filedBy: ending.filedBy } : {}),
    ...(filedHash === null ? {} : { filedHash }),
  })
  const contact = await findContact(tx, desk.outbox.seal, correspondentId)
  if (contact?.email) queueLetter(tx, { kind: 'counter_outcome', correspondentId, counterId: id, outcome })
  for (const { noticeId, correspondentId: holder } of await listRightsNotices(tx, enforcementId))
    if (holder !== null) queueLetter(tx, { kind: 'rights_outcome', correspondentId: holder, noticeId, outcome })
}
