import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../foundation/durations.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import type { Incident, Mark, MarkKind } from './build-incident.ts'

type Published = Pick<Incident, 'marks' | 'offline' | 'offlineMs'>

/** The lines of a timeline that outsiders may read. The number of approvers and the guards stay inside. */
const TOLD = ['offline', 'restore_asked', 'back', 'whole'] as const satisfies readonly MarkKind[]

/**
 * Returns the incident's public text: no people, no guards, no thresholds, no ids. Its reader is outside, so it is to be
 * rendered in UTC rather than in the time zone of the person who copies it. Pure.
 */
export function publishIncident(incident: Published, isDrill: boolean): Message {
  const head = headOf(incident)
  const lines = incident.offline.length === 0 ? [] : incident.marks.flatMap(lineOf)
  const list = [
    ...(isDrill ? [message('incident.public.drill'), ''] : []),
    head,
    ...(lines.length > 0 ? [''] : []),
    ...lines,
  ]
  return message('incident.public.text', { lines: { as: 'paragraphs', list } })
}

function lineOf({ at, kind }: Mark): Message[] {
  const told = TOLD.find((each) => each === kind)
  return told === undefined ? [] : [message(`incident.public.line.${told}`, { at: new Date(at) })]
}

function headOf({ marks, offline, offlineMs }: Published): Message {
  const first = offline[0]
  if (first === undefined) return message('incident.public.never')
  const said = { from: new Date(first.from), length: lengthOf(offlineMs) }
  if (offline.at(-1)?.until === null) return message('incident.public.ongoing', said)
  const isWhole = marks.some(({ kind }) => kind === 'whole')
  return message(isWhole ? 'incident.public.restored' : 'incident.public.visible', said)
}

/** The length in its two largest units: from an hour on, seconds say nothing. */
function lengthOf(ms: number): Message {
  const [hours, minutes] = [Math.floor(ms / HOUR_MS), Math.floor((ms % HOUR_MS) / MINUTE_MS)]
  const seconds = Math.floor((ms % MINUTE_MS) / SECOND_MS)
  if (hours > 0)
    return minutes === 0
      ? message('incident.public.hours', { hours })
      : message('incident.public.hoursMinutes', { hours, minutes })
  if (minutes === 0) return message('incident.public.seconds', { seconds })
  return seconds === 0
    ? message('incident.public.minutes', { minutes })
    : message('incident.public.minutesSeconds', { minutes, seconds })
}
