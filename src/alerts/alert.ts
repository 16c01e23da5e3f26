import sql from 'sql-template-tag'
import type { Tx } from '../foundation/database/db.ts'
import { prepared } from '../foundation/database/prepared.ts'
import { DESK, type Role } from '../foundation/domain.ts'
import { queueWakeUp } from '../foundation/jobs.ts'
import type { Text } from '../foundation/messages/message.ts'
import { type StoredText, storeText } from '../foundation/messages/stored-text.ts'
import { queueEntry } from '../ledger/queue-entry.ts'
import type { AlertKind } from '../policy/stage/alert-kinds.ts'

export interface NewAlert {
  kind: AlertKind
  /**
   * The recipient on_call means the person who is on call now, or all leads when there is none. The alert passes over
   * people whose own act it is about.
   */
  to: { staff: string } | { role: Role } | 'on_call'
  why: Text
  subject?: string
  enforcementId?: string
  /** The drift that caused the alert. */
  driftId?: string
}

/** The most characters of an alert's text. A longer one is cut. SQL has the same limit. */
export const ALERT_CHARS_MAX = 2_000

/**
 * Creates an alert and its ledger entry. Recipients see it at `GET /v1/alerts`; the alerts webhook receives it if one is
 * configured.
 */
export function queueAlert(tx: Tx, alert: NewAlert): void {
  const why = storeText(alert.why, ALERT_CHARS_MAX)
  if (alert.to === 'on_call') queueOnCallAlert(tx, alert, why)
  else queueAlertTo(tx, alert, why, alert.to)
}

function queueAlertTo(tx: Tx, alert: NewAlert, why: StoredText, to: Exclude<NewAlert['to'], 'on_call'>): void {
  const [staff, role] = 'staff' in to ? [to.staff, null] : [null, to.role]
  tx.queue(prepared('insert-alert')`
    with told as (
      insert into alert (kind, to_staff, to_role, why, message, subject, enforcement_id, drift_id)
      values (${alert.kind}, ${staff}, ${role}, ${why.english}, ${why.message}::jsonb, ${alert.subject ?? null}, ${alert.enforcementId ?? null}, ${alert.driftId ?? null})
      on conflict do nothing returning id)
    insert into job (kind, key, priority) select 'alert', id::text, 'notice' from told`)
  queueAlertEntry(tx, { ...alert, why: why.english }, staff ?? `role:${role}`)
}

/** The time within which an alert must be acknowledged before the next people are paged. */
export const ACKNOWLEDGE_MS = 5 * 60_000

/** SQL condition: the alert is in the list of a person who was on call then, or of the leads. */
export const IS_TO_ON_CALL = sql`
  (to_role = 'lead' or to_staff in (select staff_id from on_call_at(alert.at)))`

function queueOnCallAlert(tx: Tx, alert: NewAlert, why: StoredText): void {
  tx.queue(prepared('alert-on-call')`
    with called as (
      select staff_id, turn from on_call_at(desk_now())
      where not is_alert_of_own_act(staff_id, ${alert.enforcementId ?? null}, ${alert.subject ?? null})
      order by turn, staff_id limit 1),
    told as (
      insert into alert (kind, to_staff, to_role, why, message, subject, enforcement_id, drift_id, tier)
      select ${alert.kind}, called.staff_id, case when called.staff_id is null then 'lead' end, ${why.english}, ${why.message}::jsonb,
        ${alert.subject ?? null}, ${alert.enforcementId ?? null}, ${alert.driftId ?? null}, coalesce(called.turn, 'leads')
      from (values (1)) always left join called on true
      on conflict do nothing returning id, tier)
    insert into job (kind, key, priority, due_at)
    select 'alert', id::text, 'notice', desk_now() from told
    union all select 'escalate', id::text, 'background', desk_now() + ${ACKNOWLEDGE_MS} * interval '1 ms' from told
      where tier <> 'leads'`)
  queueAlertEntry(tx, { ...alert, why: why.english }, 'on_call')
}

/** Adds the ledger entry of an alert and wakes the worker that delivers it. */
export function queueAlertEntry(
  tx: Tx,
  alert: Pick<NewAlert, 'subject' | 'enforcementId'> & { why: string },
  to: string,
): void {
  queueWakeUp(tx, 'notice')
  queueEntry(tx, {
    kind: 'alerted',
    why: alert.why,
    to,
    by: DESK,
    ...(alert.subject === undefined ? {} : { subject: alert.subject }),
    ...(alert.enforcementId === undefined ? {} : { enforcementId: alert.enforcementId }),
  })
}
