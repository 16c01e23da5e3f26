import sql, { type Sql } from 'sql-template-tag'
import { descending, type PageOf, type PageRequest, selectPage } from '../foundation/database/select-page.ts'
import type { StaffCaller } from '../foundation/domain.ts'
import { message } from '../foundation/messages/message.ts'
import type { Queryable } from '../foundation/database/db.ts'
import { DeskError } from '../foundation/errors.ts'
import type { AlertKind } from '../policy/stage/alert-kinds.ts'

export interface FoundAlert {
  id: number
  kind: AlertKind
  why: string
  /** The recipient: a role, or "you" for the caller. */
  to: string
  subject: string | null
  enforcementId: string | null
  driftId: string | null
  at: Date
  seenAt: Date | null
}

/** SQL condition: the alert goes to this person or to one of their roles. */
const isTo = ({ id, roles }: StaffCaller): Sql => sql`(to_staff = ${id} or to_role = any (${roles}))`

/**
 * SQL condition: the alert reveals the outcome of an enforcement that is hidden from this person, because they still
 * owe an independent review of one with the same effect.
 */
const tellsTooEarly = ({ id }: StaffCaller): Sql => sql`
  (select is_withheld_from_reviewer(${id}, ended) from enforcement ended where ended.id = alert.enforcement_id)`

/**
 * SQL condition: the alert is about an enforcement that this person reviews independently, so its text may name the
 * action.
 */
const namesTheAction = ({ id }: StaffCaller): Sql => sql`
  coalesce((select hides_action(${id}, asked) from enforcement asked where asked.id = alert.enforcement_id), false)`

const REVIEW_FIRST =
  'A restrictive action pending was offered to you. You can read this alert once your own review is stored.'

const TOLD_LATER = 'What became of this is told once you have said what you make of what is asked about the same.'

/**
 * Lists the alerts to a person or their roles, newest first. It hides the text of an alert that would bias a review
 * that the person still owes.
 */
export async function listAlerts(
  db: Queryable,
  by: StaffCaller,
  { unseen }: { unseen: boolean },
  page: PageRequest,
): Promise<PageOf<FoundAlert>> {
  const rows = sql`
    select id, kind, case when ${namesTheAction(by)} then ${REVIEW_FIRST} when to_role is not null and kind = 'fate' and ${tellsTooEarly(by)} then ${TOLD_LATER} else why end as why,
      coalesce(to_role, 'you') as to, subject, enforcement_id as "enforcementId", drift_id as "driftId", at, seen_at as "seenAt"
    from alert
    where ${isTo(by)} and (not ${unseen}::boolean or seen_at is null)`
  return selectPage<FoundAlert>(db, { rows, key: [descending(sql`listed.id`, 'number')] }, page)
}

/** Acknowledges an alert. Only the first acknowledgement is stored. */
export async function markAlertSeen(db: Queryable, by: StaffCaller, alertId: number): Promise<void> {
  const { rowCount } = await db.query(sql`
    update alert set seen_by = coalesce(seen_by, ${by.id}), seen_at = coalesce(seen_at, desk_now())
    where id = ${alertId} and ${isTo(by)}`)
  if (rowCount === 0) throw new DeskError('not_found', message('alert.notYours', { alertId }))
}
