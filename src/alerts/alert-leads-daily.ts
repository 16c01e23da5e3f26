import sql from 'sql-template-tag'
import type { Tx } from '../foundation/database/db.ts'
import type { Message } from '../foundation/messages/message.ts'
import { storeText } from '../foundation/messages/stored-text.ts'
import type { AlertKind } from '../policy/stage/alert-kinds.ts'
import { ALERT_CHARS_MAX, queueAlert } from './alert.ts'

const AGAIN_AFTER_HOURS = 24

/** Alerts the leads, once a day for each text. The caller has locked the person whom it is about. */
export async function alertLeadsDaily(tx: Tx, kind: AlertKind, why: Message): Promise<void> {
  const known = await tx.find(sql`
    select from alert where kind = ${kind} and to_role = 'lead'
      and why = ${storeText(why, ALERT_CHARS_MAX).english} and at > desk_now() - ${AGAIN_AFTER_HOURS} * interval '1 hour'`)
  if (known === undefined) queueAlert(tx, { kind, to: { role: 'lead' }, why })
}
