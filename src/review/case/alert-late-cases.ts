import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { inTransaction, type Tx } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'

/** The most cases of one run; the rest waits for the next. */
const CASES_AT_ONCE_MAX = 100

/**
 * Alerts leads, once for each due time, about late cases without a holder that exclude a reviewer: they might wait for
 * ever. The alert gives no reason for the exclusion, because an escalation or a QA sample must stay hidden from the
 * next reviewer. Returns the number of alerts.
 */
export async function alertLateCases(desk: Pick<Desk, 'db'>): Promise<number> {
  return inTransaction(desk.db, async (tx) => {
    const late = await listUntold(tx)
    for (const { id, subject, dueAt } of late) {
      const why = message('alert.late', { caseId: id, dueAt })
      queueAlert(tx, { kind: 'late', to: { role: 'lead' }, why, subject })
    }
    return late.length
  })
}

/**
 * Locks late cases without an alert, so that two workers never both send one. A worker that was a moment later gets the
 * lock after the alert is stored, and its first statement does not see it: a second one looks again.
 */
async function listUntold(tx: Tx): Promise<{ id: string; subject: string; dueAt: Date }[]> {
  const locked = await tx.listValues<string>(sql`
    select id from review_case
    where state = 'open' and missed_due_at is not null and (not_for <> '{}' or not_offered_to <> '{}')
      and (claimed_until is null or claimed_until <= desk_now()) and ${UNTOLD}
    order by opened_at, id limit ${CASES_AT_ONCE_MAX} for update skip locked`)
  if (locked.length === 0) return []
  return tx.list<{ id: string; subject: string; dueAt: Date }>(sql`
    select id, subject, missed_due_at as "dueAt" from review_case where id = any (${locked}) and ${UNTOLD}
    order by opened_at, id`)
}

const UNTOLD = sql`not exists (select from alert
  where alert.subject = review_case.subject and alert.kind = 'late' and alert.to_role = 'lead'
    and alert.at >= review_case.missed_due_at)`
