import { orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import { Type, type Static } from 'typebox'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { WHY_CHARS_MAX } from '../../cases/queue/return-case.ts'
import { doneBy, keptOf } from './case-queries.ts'
import { isBeforeQaSample } from '../quality-review/qa-sample-queries.ts'
import { findStored } from '../../foundation/messages/stored-text.ts'
import { said } from '../../foundation/schemas/said.ts'
import type { Text } from '../../foundation/messages/message.ts'
import { knownText } from '../../foundation/messages/known-text.ts'

/** The most events that are shown, the newest ones. */
const EVENTS_MAX = 200

export const CASE_EVENT_KINDS = [
  'opened',
  'claimed',
  'released',
  'lapsed',
  'taken_over',
  'transferred',
  'late',
  'escalated',
  'answered',
  'decided',
  'returned',
  'qa_sample',
  'note',
  'requested',
] as const
export const Event = Type.Object({
  kind: Type.Enum(CASE_EVENT_KINDS),
  by: orNull(Type.String({ description: 'A pseudonym, key:ID, or desk; null: shown after you gave your own review.' })),
  at: Timestamp,
  text: orNull(said('A note, why the case came back or changed hands, what was asked and answered.')),
  mentions: Type.Array(Type.String(), { description: 'The pseudonyms of the people whom a note mentions.' }),
})
export type CaseEvent = Static<typeof Event>

/** Returns the words of an event in the form that is rendered for the reader. What people wrote stays as it is. */
function toText(kind: CaseEvent['kind'], english: string, stored: unknown): Text {
  if (kind === 'answered' || kind === 'qa_sample') return knownText(english, ['case.event.'])
  return findStored({ english, message: stored, charsMax: WHY_CHARS_MAX })
}

/**
 * Lists the events of a case, the newest first, without the actors who are hidden from this person until their
 * independent review.
 */
export async function listEvents(
  db: Queryable,
  caseId: string,
  of: { subject: string; accountId: string | null },
  staffId: string,
): Promise<CaseEvent[]> {
  // The reason for a return and the answer are for the holder, unless they owe an independent review of an enforcement
  // on this very subject.
  const told = sql`event.by <> all (case when event.kind in ('answered', 'returned')
    then ${keptOf({ ...of, accountId: null }, staffId)} else ${keptOf(of, staffId)} end)`
  const events = await db.list<CaseEvent & { message: unknown }>(sql`
    select event.kind, case when ${told} and event.kind = 'returned' then event.detail -> 'message' end as message, case when ${told} then ${doneBy('event.by')} end as by, event.at,
      case when ${told} then case event.kind
        when 'note' then event.detail ->> 'text'
        when 'returned' then event.detail ->> 'why'
        when 'requested' then (
          select source || ': ' || reason || coalesce(' (' || reference || ')', '')
          from case_opening where id = event.detail ->> 'openingId')
        when 'decided' then event.detail ->> 'why'
        when 'released' then event.detail ->> 'reason'
        when 'taken_over' then event.detail ->> 'reason'
        when 'transferred' then event.detail ->> 'reason'
        when 'escalated' then asked.escalated_to || ', ' || asked.urgency || ': ' || asked.rationale
        when 'answered' then (
          select case when agrees then 'Agreed: ' when not agrees then 'Not agreed: ' else '' end || answer
          from case_escalation where decision_id = asked.id)
        when 'qa_sample' then (
          select case when answer.conclusion = 'no_violation' then 'found nothing wrong either' else 'found otherwise' end
          from qa_sample join decision answer on answer.id = qa_sample.answer_id where qa_sample.decision_id = asked.id)
      end end as text,
      case when event.kind = 'note' and ${told} then array(
        select pseudonym from staff where id in (select jsonb_array_elements_text(event.detail -> 'mentioned')) order by 1)
        else '{}' end as mentions
    from case_event event left join decision asked on asked.id = event.detail ->> 'decisionId'
    where event.case_id = ${caseId} and not ${isBeforeQaSample(staffId)} order by event.id desc limit ${EVENTS_MAX}`)
  return events.map(({ message, text, ...event }) => ({
    ...event,
    text: typeof text === 'string' ? toText(event.kind, text, message) : text,
  }))
}
