import { queueAlert } from '../../alerts/alert.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'
import { DESK } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { type LegalClock, placePressing, updateMissed, updateTold } from './clock-queries.ts'

const CLOCKS_AT_ONCE_MAX = 500
/** Legal clocks whose alert would follow within this time share the first one's alert. */
const TOLD_TOGETHER_MS = 5 * 60_000

/**
 * Pages the person on call before a legal clock runs out, moves its cases to the front and records missed clocks.
 * Returns the number of clocks in alerts.
 */
export async function watchClocks({ db }: Pick<Desk, 'db'>): Promise<number> {
  return inTransaction(db, async (tx) => {
    const missed = await updateMissed(tx, CLOCKS_AT_ONCE_MAX)
    if (missed.length > 0) queueMissedEntry(tx, missed)
    const near = await updateTold(tx, { aheadMs: TOLD_TOGETHER_MS, limit: CLOCKS_AT_ONCE_MAX })
    if (near.length > 0) queueClockAlert(tx, 'clock', 'on_call', near)
    await placePressing(tx, CLOCKS_AT_ONCE_MAX)
    return missed.length + near.length
  })
}

function queueMissedEntry(tx: Tx, missed: readonly LegalClock[]): void {
  queueEntry(tx, {
    kind: 'legal_clocks_missed',
    clocks: missed.map(({ id: clockId, subject, dueAt }) => ({ clockId, subject, dueAt: dueAt.toISOString() })),
    by: DESK,
  })
  queueClockAlert(tx, 'clock_missed', { role: 'policy' }, missed)
}

/** Alerts people to legal clocks. The clock that runs out first must be the first in the list. */
function queueClockAlert(
  tx: Tx,
  kind: 'clock' | 'clock_missed',
  to: 'on_call' | { role: 'policy' },
  [first, ...others]: readonly LegalClock[],
): void {
  if (first === undefined) throw new Error('an alert about legal clocks needs at least one clock')
  const { caseId, dueAt, policyId, subject } = first
  const more = others.length === 0 ? '' : message('alert.clock.more', { count: others.length })
  const key = kind === 'clock' ? 'alert.clock.near' : 'alert.clock.missed'
  const about = others.length === 0 ? { subject } : {}
  queueAlert(tx, { kind, to, why: message(key, { caseId, dueAt, policyId, more }), ...about })
}
