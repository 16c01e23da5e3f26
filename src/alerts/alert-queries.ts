import sql, { type Sql } from 'sql-template-tag'
import type { Queryable } from '../foundation/database/db.ts'
import { descending, mapPage, type PageOf, type PageRequest, selectPage } from '../foundation/database/select-page.ts'
import type { StaffCaller } from '../foundation/domain.ts'
import { DeskError } from '../foundation/errors.ts'
import { knownText } from '../foundation/messages/known-text.ts'
import { type Message, message } from '../foundation/messages/message.ts'
import { type Language, type Reader, renderMessage } from '../foundation/messages/render-message.ts'
import { readStored, type ShownText } from '../foundation/messages/stored-text.ts'
import type { AlertKind } from '../policy/stage/alert-kinds.ts'
import { ALERT_CHARS_MAX } from './alert.ts'

export interface FoundAlert {
  id: number
  kind: AlertKind
  why: string
  /** The language of the text. Texts without a message in the reader's language are English. */
  language: Language
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

/**
 * SQL condition: this person may still be asked to review the alert's enforcement, or the one that follows it. A person
 * always reads the fate of their own proposal.
 */
const primesAReview = ({ id }: StaffCaller): Sql => sql`
  (to_role is not null or kind <> 'fate')
    and (select primes_review(${id}, about) from enforcement about where about.id = alert.enforcement_id)`

/** SQL condition: the alert tells the outcome of a first judge to a person who may judge the same appeal. */
const tellsAJudgement = ({ id }: StaffCaller): Sql => sql`
  (select alert_tells_first_judgement(${id}, about, alert.message) from enforcement about where about.id = alert.enforcement_id)`

type Withheld = 'reviewFirst' | 'concludeFirst' | 'notOffered' | 'toldLater'
type Listed = Omit<FoundAlert, 'language'> & { message: unknown; withheld: Withheld | null }

/**
 * Lists the alerts to a person or their roles, newest first. It hides the text of an alert that would bias a review
 * that the person still owes.
 */
export async function listAlerts(
  db: Queryable,
  by: StaffCaller,
  { unseen }: { unseen: boolean },
  reader: Reader,
  page: PageRequest,
): Promise<PageOf<FoundAlert>> {
  const rows = sql`
    select id, kind, withheld, case when withheld is null then why else '' end as why,
      case when withheld is null then message end as message,
      coalesce(to_role, 'you') as to, subject, enforcement_id as "enforcementId", drift_id as "driftId", at, seen_at as "seenAt"
    from alert cross join lateral (select case when ${namesTheAction(by)} then 'reviewFirst'
      when ${tellsAJudgement(by)} then 'concludeFirst'
      when ${primesAReview(by)} then 'notOffered'
      when to_role is not null and kind = 'fate' and ${tellsTooEarly(by)} then 'toldLater' end as withheld) hidden
    where ${isTo(by)} and (not ${unseen}::boolean or seen_at is null)`
  const listed = await selectPage<Listed>(db, { rows, key: [descending(sql`listed.id`, 'number')] }, page)
  return mapPage(listed, (alert) => renderAlert(alert, reader))
}

function renderAlert({ message: stored, withheld, ...alert }: Listed, reader: Reader): FoundAlert {
  const { text: why, language } =
    withheld === null
      ? readAlertText({ ...alert, message: stored }, reader)
      : { text: renderMessage(withheldMessage(alert.kind, withheld), reader.language), language: reader.language }
  return { ...alert, why, language }
}

/** Returns the text that stands in for that of an alert: it names the kind alone. */
const withheldMessage = (kind: AlertKind, withheld: Withheld): Message =>
  withheld === 'notOffered'
    ? message('alert.withheld.notOffered', { says: message(`outside.says.${kind}`) })
    : message(`alert.withheld.${withheld}`)

/** Returns the text of an alert in the reader's language, where its message counts. */
export const readAlertText = (
  { kind, why, message: stored }: Pick<FoundAlert, 'kind' | 'why'> & { message: unknown },
  reader: Reader,
): ShownText =>
  readStored({ english: why, message: stored ?? knownMessage({ kind, why }), charsMax: ALERT_CHARS_MAX }, reader)

/** Returns the message of an alert that SQL writes in English: that of a revoked API key. Null: it has none. */
function knownMessage({ kind, why }: Pick<FoundAlert, 'kind' | 'why'>): Message | null {
  const text = kind === 'key_revoked' ? knownText(why, ['alert.keyRevoked']) : why
  return typeof text === 'string' ? null : text
}

/**
 * Acknowledges an alert. Only the first acknowledgement is stored, and none by a person whose own act the alert tells
 * others of: it would be read for all of them.
 */
export async function markAlertSeen(db: Queryable, by: StaffCaller, alertId: number): Promise<void> {
  const { rows } = await db.query<{ own: boolean }>(sql`
    with found as materialized (
      select id, to_role is not null and is_alert_of_own_act(${by.id}, enforcement_id, subject) as own
      from alert where id = ${alertId} and ${isTo(by)}),
    seen as (
      update alert set seen_by = coalesce(seen_by, ${by.id}), seen_at = coalesce(seen_at, desk_now())
      from found where alert.id = found.id and not found.own)
    select own from found`)
  const [found] = rows
  if (found === undefined) throw new DeskError('not_found', message('alert.notYours', { alertId }))
  if (found.own) throw new DeskError('conflict', message('alert.ownAct', { alertId }))
}
