import sql from 'sql-template-tag'
import type { Desk } from '../../policy/desk.ts'
import { actorKey, DESK } from '../../foundation/domain.ts'
import { queueEntry } from '../../ledger/queue-entry.ts'
import { inTransaction, type Pool, type Tx } from '../../foundation/database/db.ts'

const CASES_AT_ONCE_MAX = 500
/** The batches of one run. After a long outage every case is late at once; the rest waits for the next run. */
const BATCHES_MAX = 20

/**
 * Moves open cases past their due time before those in time, the latest first, and records it; returns the number. The
 * oldest case is always reached in the end: in its partition only near legal clocks and returned cases precede it.
 */
export async function prioritiseOverdueCases(desk: Pick<Desk, 'db'>): Promise<number> {
  let marked = 0
  for (let batch = 0; batch < BATCHES_MAX; batch++) {
    const late = await markBatch(desk.db)
    marked += late
    if (late < CASES_AT_ONCE_MAX) break
  }
  return marked
}

async function markBatch(db: Pool): Promise<number> {
  return inTransaction(db, async (tx) => {
    const late = await updateLate(tx)
    if (late.length > 0) {
      queueEntry(tx, {
        kind: 'cases_late',
        cases: late.map(({ caseId, dueAt }) => ({ caseId, dueAt: dueAt.toISOString() })),
        by: DESK,
      })
    }
    return late.length
  })
}

/** Marks late cases. A locked case is skipped until the next run. */
async function updateLate(tx: Tx): Promise<{ caseId: string; dueAt: Date }[]> {
  return tx.list<{ caseId: string; dueAt: Date }>(sql`
    with missed as (
      select id from review_case where state = 'open' and missed_due_at is null and due_at <= desk_now()
      order by due_at limit ${CASES_AT_ONCE_MAX} for update skip locked),
    late as (
      update review_case set missed_due_at = due_at from missed where review_case.id = missed.id
      returning review_case.id, due_at),
    told as (insert into case_event (case_id, kind, by) select id, 'late', ${actorKey(DESK)} from late)
    select id as "caseId", due_at as "dueAt" from late order by due_at, id`)
}
