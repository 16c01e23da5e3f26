import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import { inTransaction } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import type { Desk } from '../../policy/desk.ts'

/** The most accounts whose drift detection starts in one run. Their first checks are spread over time. */
const PLANNED_MAX = 1_000
const FIRST_LOOK_WITHIN_MS = 60_000
/** The time for which an account is unreadable before leads get an alert in their inbox. */
const UNREAD_TOLD_AFTER_MS = 15 * 60_000

/**
 * Enqueues the drift detection of every protected account that has no job for it, for example because the job was lost.
 */
export async function planDriftDetection({ db }: Pick<Desk, 'db'>): Promise<void> {
  await db.query(sql`
    insert into job (kind, key, priority, due_at)
    select 'detect_drift', 'account:' || id, 'drift', desk_now() + random() * ${FIRST_LOOK_WITHIN_MS} * interval '1 ms' from account
    where protected and not exists (select from job where kind = 'detect_drift' and key = 'account:' || account.id)
    limit ${PLANNED_MAX}
    on conflict do nothing`)
}

/** Alerts leads once a day while protected accounts cannot be read, because drift of these accounts goes undetected. */
export async function alertUnreadAccounts(desk: Pick<Desk, 'db'>): Promise<void> {
  await inTransaction(desk.db, async (tx) => {
    const { rows } = await tx.query<{ count: number; since: Date | null }>(sql`
      select count(*) as count, min(unread_since) as since from drift_reading
      where unread_since < desk_now() - ${UNREAD_TOLD_AFTER_MS} * interval '1 ms'
        and not exists (select from alert where kind = 'unread' and to_role = 'lead' and at > desk_now() - interval '1 day')`)
    const { count, since } = rows[0] ?? { count: 0, since: null }
    if (count === 0 || since === null) return
    queueAlert(tx, { kind: 'unread', to: { role: 'lead' }, why: message('alert.unread', { count, since }) })
  })
}
