import sql from 'sql-template-tag'
import { message, type Text } from '../../foundation/messages/message.ts'
import { queueAlert } from '../../alerts/alert.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

/**
 * Alerts a person and all leads, on all their channels at once, that the person gains or loses a way to sign in. The
 * desk returns an invitation link to its creator and sends it nowhere, so none of these channels carries it. The alert
 * links to the inbox, where no key is enrolled.
 */
export function queueEnrolmentAlerts(tx: Tx, staffId: string, what: Text): void {
  const why = message('alert.enrolment.told', { what })
  for (const to of [{ staff: staffId }, { role: 'lead' }] as const) queueAlert(tx, { kind: 'enrolment', to, why })
}

/**
 * True when the person and every lead also get alerts outside the desk, by a channel of the desk or each by their own.
 * A dead channel does not count.
 */
export async function hasSecondChannel(db: Queryable, staffId: string | null = null): Promise<boolean> {
  return db.onlyValue<boolean>(sql`
    with live as (select staff_id from channel where removed_at is null and dead_since is null and takes <> 'events')
    select exists (select from live where staff_id is null)
      or not exists (select from staff cross join lateral staff_standing(staff.id) standing
        where standing.active and ('lead' = any (roles) or staff.id = ${staffId}) and staff.id not in (
          select staff_id from live where staff_id is not null)) as has`)
}

export const NO_SECOND_CHANNEL =
  'No second channel: links to passkeys, new passkeys and recovery are announced in the inbox alone. Add a channel of the desk, or one for each lead: countersign channel.'
