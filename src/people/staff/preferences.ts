import type { FastifyRequest } from 'fastify'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { negotiateLanguage } from '../../foundation/messages/negotiate-language.ts'
import { type Language, type Reader, renderMessage } from '../../foundation/messages/render-message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { findZone, isZone } from '../../foundation/time/is-zone.ts'
import { staffOf } from '../access/caller.ts'

/** A person's settings of the console. Null: as their browser has it. */
interface Preferences {
  language: Language | null
  timeZone: string | null
  tourClosed: boolean
  checklistClosed: boolean
}

const OF_BROWSER: Preferences = { language: null, timeZone: null, tourClosed: false, checklistClosed: false }
/** The console names the time zone of its dates here, as it names its language in Accept-Language. */
const ZONE_HEADER = 'countersign-time-zone'

export async function findPreferences(db: Queryable, staffId: string): Promise<Preferences> {
  const stored = await db.find<Preferences>(sql`
    select language, time_zone as "timeZone", tour_closed as "tourClosed", checklist_closed as "checklistClosed"
    from staff_preference where staff_id = ${staffId}`)
  return stored ?? OF_BROWSER
}

/** Stores the settings for the person, across browsers. A display setting is no act and has no ledger entry. */
export async function updatePreferences(db: Queryable, staffId: string, wanted: Preferences): Promise<void> {
  const { language, timeZone, tourClosed, checklistClosed } = wanted
  if (timeZone !== null && !isZone(timeZone)) throw invalidField('timeZone', message('field.zone'))
  await db.query(sql`
    insert into staff_preference (staff_id, language, time_zone, tour_closed, checklist_closed)
    values (${staffId}, ${language}, ${timeZone}, ${tourClosed}, ${checklistClosed})
    on conflict (staff_id) do update set language = excluded.language, time_zone = excluded.time_zone,
      tour_closed = excluded.tour_closed, checklist_closed = excluded.checklist_closed`)
}

/** Returns the language and time zone that a request asks for. The console sends those that the person chose. */
export function readerOf({ headers }: Pick<FastifyRequest, 'headers'>): Reader {
  const zone = headers[ZONE_HEADER]
  // Callers choose the spelling; texts are cached by the zone's one name.
  return {
    language: negotiateLanguage(headers['accept-language']),
    zone: typeof zone === 'string' ? findZone(zone) : undefined,
  }
}

/**
 * Returns the function that renders texts for the caller alone: in their language and time zone, and where they chose
 * none in those of the request. Without either a text is English, and its times are in UTC.
 */
export async function makeRenderer(db: Queryable, request: FastifyRequest): Promise<(text: Message) => string> {
  const { language, timeZone } = await findPreferences(db, staffOf(request).id)
  const asked = readerOf(request)
  const zone = timeZone === null ? asked.zone : findZone(timeZone)
  return (text) => renderMessage(text, language ?? asked.language, zone)
}
