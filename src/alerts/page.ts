import { DESK, type Role } from '../foundation/domain.ts'
import { queueEntry } from '../ledger/queue-entry.ts'
import type { Tx } from '../foundation/database/db.ts'
import { queueWakeUp } from '../foundation/jobs.ts'
import { prepared } from '../foundation/database/prepared.ts'
import type { PageKind } from './page-kinds.ts'

export interface NewPage {
  kind: PageKind
  /** on_call: the person who is on call now, or all leads when there is none. */
  to: { staff: string } | { role: Role } | 'on_call'
  why: string
  subject?: string
  enforcementId?: string
  /** The drift finding that caused the alert. */
  findingId?: string
}

/**
 * Creates an alert and its ledger entry. Recipients see it at `GET /v1/pages`; the alerts webhook receives it if one is
 * configured.
 */
export function queueAlert(tx: Tx, page: NewPage): void {
  if (page.to === 'on_call') {
    queueOnCallAlert(tx, page)
    return
  }
  const [staff, role] = 'staff' in page.to ? [page.to.staff, null] : [null, page.to.role]
  tx.queue(prepared('insert-page')`
    with told as (
      insert into page (kind, to_staff, to_role, why, subject, enforcement_id, finding_id)
      values (${page.kind}, ${staff}, ${role}, ${page.why}, ${page.subject ?? null}, ${page.enforcementId ?? null}, ${page.findingId ?? null})
      on conflict do nothing returning id)
    insert into job (kind, key, lane) select 'page', id::text, 'notice' from told`)
  queueAlertEntry(tx, page, staff ?? `role:${role}`)
}

/** The time within which an alert must be acknowledged before the next tier is paged. */
export const ACKNOWLEDGE_MS = 5 * 60_000

function queueOnCallAlert(tx: Tx, page: NewPage): void {
  tx.queue(prepared('page-on-call')`
    with called as (
      select staff_id, turn from on_call_at(desk_now()) order by turn, staff_id limit 1),
    told as (
      insert into page (kind, to_staff, to_role, why, subject, enforcement_id, finding_id, tier)
      select ${page.kind}, called.staff_id, case when called.staff_id is null then 'lead' end, ${page.why},
        ${page.subject ?? null}, ${page.enforcementId ?? null}, ${page.findingId ?? null}, coalesce(called.turn, 'leads')
      from (values (1)) always left join called on true
      on conflict do nothing returning id, tier)
    insert into job (kind, key, lane, due_at)
    select 'page', id::text, 'notice', desk_now() from told
    union all select 'escalate', id::text, 'background', desk_now() + ${ACKNOWLEDGE_MS} * interval '1 ms' from told
      where tier <> 'leads'`)
  queueAlertEntry(tx, page, 'on_call')
}

/** Adds the ledger entry of an alert and wakes the worker that delivers it. */
export function queueAlertEntry(tx: Tx, page: Pick<NewPage, 'why' | 'subject' | 'enforcementId'>, to: string): void {
  queueWakeUp(tx, 'notice')
  queueEntry(tx, {
    kind: 'paged',
    why: page.why,
    to,
    by: DESK,
    ...(page.subject === undefined ? {} : { subject: page.subject }),
    ...(page.enforcementId === undefined ? {} : { enforcementId: page.enforcementId }),
  })
}
