/** The most bytes of a returned mail that are read. Its delivery status comes before the mail itself. */
export const REPORT_BYTES_MAX = 1_048_576
/** The most parts, groups of fields and lines of fields that are read. */
const PARTS_MAX = 20
const GROUPS_MAX = 20
const LINES_MAX = 1_000

/** A delivery status notification (RFC 3464) about a mail that did not arrive. */
export interface FailedDelivery {
  /** The status code, such as 5.1.1 (RFC 3463). */
  status: string
  /** The addresses in the heads of the notification, among them the return address of the mail. */
  addresses: readonly string[]
}

/**
 * Reads a returned mail. Undefined: it is no notification of a failed delivery, such as an answer of a person or a note
 * that the mail is late. Pure.
 */
export function parseReport(mail: string): FailedDelivery | undefined {
  const { head, body } = splitMail(mail.replaceAll('\r\n', '\n'))
  const type = head.get('content-type')?.[0] ?? ''
  const boundary = /;\s*boundary="?(?<boundary>[^";\n]{1,70})"?/i.exec(type)?.groups?.boundary
  if (!/^multipart\/report\b/i.test(type) || !/report-type="?delivery-status/i.test(type) || boundary === undefined)
    return undefined
  const status = body
    .split(`--${boundary}`, PARTS_MAX)
    .map((part) => splitMail(part.replace(/^\n/, '')))
    .find((part) => /^message\/(?:global-)?delivery-status\b/i.test(part.head.get('content-type')?.[0] ?? ''))
  const groups = status?.body.trim().split(/\n\s*\n/, GROUPS_MAX) ?? []
  const failed = groups
    .map(readFields)
    .find((fields) => /^failed\b/i.test(fields.get('action')?.[0] ?? '') && codeOf(fields) !== undefined)
  const code = failed && codeOf(failed)
  return code === undefined ? undefined : { status: code, addresses: listAddresses(head) }
}

const codeOf = (fields: Fields): string | undefined =>
  /^[45]\.\d{1,3}\.\d{1,3}\b/.exec(fields.get('status')?.[0] ?? '')?.[0]

type Fields = ReadonlyMap<string, readonly string[]>

function splitMail(text: string): { head: Fields; body: string } {
  const end = text.indexOf('\n\n')
  return end < 0
    ? { head: readFields(text), body: '' }
    : { head: readFields(text.slice(0, end)), body: text.slice(end + 2) }
}

/** Reads the fields of a head. A line that begins with a space goes on from the one before. */
function readFields(text: string): Fields {
  const fields = new Map<string, string[]>()
  const lines = text.replaceAll(/\n[ \t]+/g, ' ').split('\n', LINES_MAX)
  for (const line of lines) {
    const [, name = '', value = ''] = /^([\w-]{1,76})[ \t]*:[ \t]*(.*)$/.exec(line) ?? []
    if (name !== '') fields.set(name.toLowerCase(), [...(fields.get(name.toLowerCase()) ?? []), value.trim()])
  }
  return fields
}

const listAddresses = (head: Fields): string[] =>
  ['to', 'delivered-to', 'x-original-to', 'envelope-to']
    .flatMap((name) => head.get(name) ?? [])
    .flatMap((value) => value.match(/[^\s<>,;:"]{1,64}@[^\s<>,;:"]{1,255}/g) ?? [])
    .slice(0, PARTS_MAX)
