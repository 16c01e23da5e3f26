import type { Message as Outgoing } from '../../foundation/outgoing/outbox.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { type Reader, renderMessage } from '../../foundation/messages/render-message.ts'
import type { AlertKind, AlertRow } from '../../policy/stage/alert-kinds.ts'
import type { FoundAlert } from '../../alerts/alert-queries.ts'
import type { Delivery, NumberedEvent } from './delivery-queries.ts'

const WORD = /\S+/g
/** Matches a host name by its end: a dot followed by two letters or more, with or without a scheme before it. */
const ADDRESS = /:\/\/|[\p{L}\p{N}-]\.\p{L}{2}|^\W*(?:www\.|mailto:|tel:|xn--)/iu

/**
 * Replaces everything that a mail program or chat shows as a link. People's text reaches others in alerts, and a link
 * there would seem to come from the desk. At the desk links are inactive. Takes linear time.
 */
const hideAddresses = (text: string, { language }: Reader): string =>
  text.replace(WORD, (word) => (ADDRESS.test(word) ? renderMessage(message('outside.address'), language) : word))

/** An alert, with the fields that a message outside the desk needs. */
export interface AlertToTell extends Omit<FoundAlert, 'seenAt' | 'language'> {
  /** True when the alert is about a protected account. */
  protected: boolean
  /** True when the alert is about an exercise on a test account. */
  drill: boolean
}

/**
 * Returns the id of a message, the same at every attempt. It contains the time: numbers begin again after a restored backup,
 * and a receiver must not take a new message for one that it knows.
 */
const idOf = (kind: string, { id, at }: { id: number; at: Date }): string =>
  `${kind}_${id}_${at.getTime().toString(36)}`

/** The page that a message opens, and the reader's words for it. */
const opens = (link: string, { language }: Reader) => ({
  link,
  linkText: renderMessage(message('outside.open'), language),
})

/**
 * Formats an alert as it leaves the desk. Its only link opens a page and does nothing. For a protected account it names
 * the kind and the page to read, and neither the account nor a person's words. The title of a drill's alert is one that
 * no real alert has. Pure.
 */
export function messageOfAlert(alert: AlertToTell, { calls }: AlertRow, origin: string, reader: Reader): Outgoing {
  const { id, kind, to, enforcementId, at } = alert
  const link = `${origin}${pathOf(alert)}`
  const says = message(`outside.says.${kind}`)
  const why = alert.protected ? renderMessage(says, reader.language) : hideAddresses(alert.why, reader)
  const subject = alert.protected || alert.subject === null ? null : parseSubjectKey(alert.subject)
  return {
    id: idOf('alert', { id, at }),
    title: renderMessage(
      alert.drill ? message('outside.drill') : calls ? message('outside.urgent', { says }) : says,
      reader.language,
    ),
    text: why,
    ...opens(link, reader),
    urgency: calls ? 'critical' : 'warning',
    at,
    type: 'alert.raised',
    data: {
      id,
      kind,
      calls,
      ...(alert.drill && { drill: true }),
      why,
      to,
      subject,
      enforcementId,
      link,
    },
  }
}

function pathOf({ driftId, enforcementId }: AlertToTell): string {
  if (driftId !== null) return `/live#${driftId}`
  return enforcementId === null ? '/inbox' : `/enforcements/${enforcementId}`
}

/** The delivery of a message, and the time at which the message came to be. */
type Sent = Pick<Delivery, 'id' | 'madeAt'>

/** Formats a test message for a channel. Pure. */
export function testMessage({ id, madeAt }: Sent, name: string, origin: string, reader: Reader): Outgoing {
  const [channel, link] = [hideAddresses(name, reader), `${origin}/me`]
  return {
    id: idOf('test', { id, at: madeAt }),
    title: renderMessage(message('outside.test.title'), reader.language),
    text: renderMessage(message('outside.test.text', { channel }), reader.language),
    ...opens(link, reader),
    urgency: 'info',
    at: madeAt,
    type: 'channel.tested',
    data: { id, channel, link },
  }
}

/**
 * Formats an event as a message: its kind, the id of the object, and the number of the ledger entry, which is the cursor of
 * `GET /v1/events`. `events.stale`: more was missed than is sent one by one, up to that number. A receiver with more rights requests the object itself. Pure.
 */
export const eventMessage = (deliveryId: number, event: NumberedEvent, origin: string): Outgoing => ({
  id: idOf('event', { id: deliveryId, at: new Date(event.at) }),
  title: 'Something happened at the desk',
  text: `${event.kind} ${event.id}`.trim(),
  ...opens(origin, { language: 'en' }),
  urgency: 'info',
  at: new Date(event.at),
  type: event.kind === 'stale' ? 'events.stale' : `${event.kind}.changed`,
  data: event.kind === 'stale' ? { number: event.number } : { id: event.id, number: event.number },
})

/** Formats the numbers of a person's unread alerts by kind. Pure. */
export function digestMessage(
  { id, madeAt }: Sent,
  unread: readonly { kind: AlertKind; count: number }[],
  origin: string,
  reader: Reader,
): Outgoing {
  const count = unread.reduce((sum, each) => sum + each.count, 0)
  const link = `${origin}/inbox`
  const lines = unread.map((each) =>
    message('outside.digest.line', { count: each.count, says: message(`outside.says.${each.kind}`) }),
  )
  return {
    id: idOf('digest', { id, at: madeAt }),
    title: renderMessage(message('outside.digest.title', { count }), reader.language),
    text: [message('outside.digest.text', { count }), ...lines]
      .map((line) => renderMessage(line, reader.language))
      .join('\n'),
    ...opens(link, reader),
    urgency: 'info',
    at: madeAt,
    type: 'digest.sent',
    data: { id, unread, link },
  }
}
