import type { Message } from './outbox.ts'

/** The longest texts that the receivers take, in characters. They refuse or cut longer ones. */
const PAGERDUTY_SUMMARY_CHARS_MAX = 1_024
const OPSGENIE_MESSAGE_CHARS_MAX = 130
const SOURCE = 'countersign'

const OPSGENIE_PRIORITY = { critical: 'P1', warning: 'P3', info: 'P5' } as const

/**
 * Formats a message as an event of PagerDuty's Events API v2. The message's id is the deduplication key, so a message that is
 * sent again opens no second incident. Pure.
 */
export const pagerDutyBody = (key: string, { id, title, text, link, linkText, urgency, at, data }: Message): string =>
  JSON.stringify({
    routing_key: key,
    event_action: 'trigger',
    dedup_key: id,
    payload: {
      summary: cut(text === '' ? title : `${title}: ${text}`, PAGERDUTY_SUMMARY_CHARS_MAX),
      source: SOURCE,
      severity: urgency,
      timestamp: at.toISOString(),
      custom_details: data,
    },
    links: [{ href: link, text: linkText }],
    client: SOURCE,
    client_url: link,
  })

/** Formats a message as an alert of Opsgenie's Alert API. The message's id is the alias, which is unique while it is open. Pure. */
export const opsgenieBody = ({ id, title, text, link, urgency, at }: Message): string =>
  JSON.stringify({
    message: cut(title, OPSGENIE_MESSAGE_CHARS_MAX),
    alias: id,
    description: `${text}\n\n${link}`,
    priority: OPSGENIE_PRIORITY[urgency],
    source: SOURCE,
    details: { link, at: at.toISOString() },
  })

export const opsgenieHeaders = (key: string): Record<string, string> => ({
  'content-type': 'application/json',
  authorization: `GenieKey ${key}`,
})

/** Cuts a text to a number of UTF-16 units, and never within a character. */
function cut(text: string, unitsMax: number): string {
  if (text.length <= unitsMax) return text
  return `${text.slice(0, unitsMax - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
