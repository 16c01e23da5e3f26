import sql from 'sql-template-tag'
import { queueAlert } from '../../alerts/alert.ts'
import type { Tx } from '../../foundation/database/db.ts'
import { queueTrouble } from '../effect/trouble.ts'

/** The hours after an alert about a subject in which no further alert of this kind is raised. */
const CALLED_HOURS = 24

export const LOST_WHY = {
  journal: (subject: string): string =>
    `${subject} was taken down under a generation that the database does not know: the recovery journal's baseline is used. Was the database restored from a backup? Compare it with the journal ("countersign restore --offline --list").`,
  platform: (subject: string): string =>
    `the platform has acted on ${subject} under a generation that neither the database nor the recovery journal knows. The last known state is used as the baseline. Check whether the database was restored from a backup, or another program has the platform's secret.`,
} as const

/**
 * Records on the subject that the database has lost part of its data, as after a restore from a backup, and alerts the
 * person on call, at most once a day.
 */
export async function alertLostPast(tx: Tx, subject: string, from: keyof typeof LOST_WHY): Promise<void> {
  const { rowCount } = await tx.query(sql`
    select from alert where kind = 'journal' and subject = ${subject}
      and at > desk_now() - ${CALLED_HOURS} * interval '1 hour' limit 1`)
  if (rowCount !== 0) return
  const why = LOST_WHY[from](subject)
  queueTrouble(tx, subject, why)
  queueAlert(tx, { kind: 'journal', to: 'on_call', subject, why })
}
