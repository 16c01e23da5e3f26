import sql from 'sql-template-tag'
import { IS_TO_ON_CALL, queueAlert } from '../../alerts/alert.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { queueTrouble } from '../effect/trouble.ts'

/** The hours after an alert about a subject in which no further alert of this kind is raised. */
const CALLED_HOURS = 24

/** Returns what was lost about a subject: known to the recovery journal, or to the platform alone. */
export const lostMessage = (from: 'journal' | 'platform', subject: string): Message =>
  message(`alert.journal.${from}`, { subject })

/**
 * Records on the subject that the database has lost part of its data, as after a restore from a backup, and alerts the
 * person on call, at most once a day.
 */
export async function alertLostPast(tx: Tx, subject: string, from: 'journal' | 'platform'): Promise<void> {
  const { rowCount } = await tx.query(sql`
    select from alert where kind = 'journal' and subject = ${subject}
      and ${IS_TO_ON_CALL} and at > desk_now() - ${CALLED_HOURS} * interval '1 hour' limit 1`)
  if (rowCount !== 0) return
  const why = lostMessage(from, subject)
  queueTrouble(tx, subject, renderMessage(why))
  queueAlert(tx, { kind: 'journal', to: 'on_call', subject, why })
}
