import type { Message } from '../../foundation/outgoing/outbox.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import type { AlertKind, AlertRow, AlertTable } from '../../policy/stage/alert-kinds.ts'
import type { FoundAlert } from '../../alerts/alert-queries.ts'
import type { NumberedEvent } from './delivery-queries.ts'

const WORD = /\S+/g
/** Matches a host name by its end: a dot followed by two letters or more, with or without a scheme before it. */
const ADDRESS = /:\/\/|[\p{L}\p{N}-]\.\p{L}{2}|^\W*(?:www\.|mailto:|tel:|xn--)/iu

/**
 * Replaces everything that a mail program or chat shows as a link. People's text reaches others in alerts, and a link
 * there would seem to come from the desk. At the desk links are inactive. Takes linear time.
 */
const hideAddresses = (text: string): string =>
  text.replace(WORD, (word) => (ADDRESS.test(word) ? '(an address)' : word))

/** An alert, with the fields that a message outside the desk needs. */
export interface AlertToTell extends Omit<FoundAlert, 'seenAt' | 'language'> {
  /** True when the alert is about a protected account. */
  protected: boolean
  /** True when the alert is about an exercise on a test account. */
  drill: boolean
}

/** The title of a drill's alert, which no real alert has. */
const DRILL_SAYS = 'Exercise under way at the desk: a drill, nothing real'

/**
 * Formats an alert as it leaves the desk. Its only link opens a page and does nothing. For a protected account it names
 * the kind and the page to read, and neither the account nor a person's words. Pure.
 */
export function messageOfAlert(alert: AlertToTell, { calls, says }: AlertRow, origin: string): Message {
  const { id, kind, to, enforcementId, at } = alert
  const link = `${origin}${pathOf(alert)}`
  const why = alert.protected ? says : hideAddresses(alert.why)
  const subject = alert.protected || alert.subject === null ? null : parseSubjectKey(alert.subject)
  return {
    id: `alert_${id}`,
    title: alert.drill ? DRILL_SAYS : `${calls ? 'Now: ' : ''}${says}`,
    text: why,
    link,
    body: {
      id,
      kind,
      calls,
      ...(alert.drill && { drill: true }),
      why,
      to,
      subject,
      enforcementId,
      link,
      at: at.toISOString(),
    },
  }
}

function pathOf({ driftId, enforcementId }: AlertToTell): string {
  if (driftId !== null) return `/live#${driftId}`
  return enforcementId === null ? '/inbox' : `/enforcements/${enforcementId}`
}

/** Formats a test message for a channel. Pure. */
export const testMessage = (deliveryId: number, channel: string, origin: string): Message => ({
  id: `test_${deliveryId}`,
  title: 'A test from the desk',
  text: `This is a test of "${hideAddresses(channel)}". Nothing happened.`,
  link: `${origin}/me`,
  body: { kind: 'test', id: deliveryId, channel: hideAddresses(channel), link: `${origin}/me` },
})

/**
 * Formats an event as a message, by kind and id alone. A receiver with more rights requests the object itself. Pure.
 */
export const eventMessage = (deliveryId: number, event: NumberedEvent, origin: string): Message => ({
  id: `event_${deliveryId}`,
  title: 'Something happened at the desk',
  text: `${event.kind} ${event.id}`.trim(),
  link: origin,
  body: {
    kind: 'event',
    id: deliveryId,
    event: { kind: event.kind, id: event.id },
    number: event.number,
    at: event.at,
  },
})

/** Formats the numbers of a person's unread alerts by kind. Pure. */
export function digestMessage(
  deliveryId: number,
  unread: readonly { kind: AlertKind; count: number }[],
  kinds: AlertTable,
  origin: string,
): Message {
  const total = unread.reduce((sum, { count }) => sum + count, 0)
  const lines = unread.map(({ kind, count }) => `${count}: ${kinds[kind].says}`)
  const link = `${origin}/inbox`
  const things = total === 1 ? 'One thing' : `${total} things`
  return {
    id: `digest_${deliveryId}`,
    title: `${things} to read at the desk`,
    text: [`${things} in your inbox without an answer:`, ...lines].join('\n'),
    link,
    body: { kind: 'digest', id: deliveryId, unread, link },
  }
}
