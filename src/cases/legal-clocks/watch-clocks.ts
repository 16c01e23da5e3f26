import { queueAlert } from '../../alerts/alert.ts'
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
    if (near.length > 0) queueClockAlert(tx, 'clock', 'on_call', `${formatClocks(near)} and is still to be seen`, near)
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
  queueClockAlert(tx, 'clock_missed', { role: 'policy' }, `${formatClocks(missed)}, and was not`, missed)
}

function queueClockAlert(
  tx: Tx,
  kind: 'clock' | 'clock_missed',
  to: 'on_call' | { role: 'policy' },
  why: string,
  [first, ...others]: readonly LegalClock[],
): void {
  queueAlert(tx, { kind, to, why, ...(first && others.length === 0 ? { subject: first.subject } : {}) })
}

/** Formats the alert. The clock that runs out first must be the first in the list. */
function formatClocks([first, ...others]: readonly LegalClock[]): string {
  if (first === undefined) throw new Error('an alert about legal clocks needs at least one clock')
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return `what ${first.caseId} is about${more} must be out of sight by ${first.dueAt.toISOString()} by law (${first.policyId})`
}
