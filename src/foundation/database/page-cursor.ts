import { message } from '../messages/message.ts'
import { invalidField } from '../schemas/invalid-field.ts'
import { refuseUnstorable } from './refuse-unstorable.ts'

/** The types of the parts of a page cursor: a time in microseconds since 1970, a number, a fraction, or a text. */
const FORMS = {
  time: /^\d{1,16}$/,
  number: /^-?\d{1,15}$/,
  fraction: /^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?$/,
  text: /^.{0,1024}$/su,
} as const
export type PartKind = keyof typeof FORMS

/**
 * Writes the page cursor after a row from the row's sort key. Only the desk writes cursors; a caller returns one
 * unchanged.
 */
export const writeCursor = (parts: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(parts)).toString('base64url')

/**
 * Reads the sort key in a page cursor, and refuses one that does not fit the list. Undefined: the first page is
 * requested.
 */
export function readCursor(cursor: string | undefined, kinds: readonly PartKind[]): string[] | undefined {
  if (cursor === undefined) return undefined
  const parts = parseCursor(cursor)
  if (!Array.isArray(parts) || parts.length !== kinds.length) throw unfitCursor()
  const texts = parts.filter((part, at) => typeof part === 'string' && FORMS[kinds[at] ?? 'text'].test(part))
  if (texts.length !== kinds.length) throw unfitCursor()
  refuseUnstorable({ cursor: texts.join('') })
  return texts
}

/** Parses a cursor as JSON; undefined: it is not JSON. */
export function parseCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** The refusal of a page cursor that this list did not issue. */
export const unfitCursor = () => invalidField('cursor', message('field.cursor'))

/**
 * A position in a list by time: the time of the row before it in whole microseconds since 1970, as PostgreSQL stores
 * it, and the row's id, which distinguishes rows of the same time. A JavaScript date would round the time, so rows
 * would be lost or repeated.
 */
export interface Position {
  micros: string
  id: string
}

/** Writes the page cursor of a list by time that joins rows of several queries. */
export const writePosition = ({ micros, id }: { micros: string | number; id: string }): string =>
  writeCursor([String(micros), id])

/** Reads the page cursor of a list by time. */
export function readPosition(cursor: string | undefined): Position | undefined {
  const [micros, id] = readCursor(cursor, ['time', 'text']) ?? []
  return micros === undefined || id === undefined ? undefined : { micros, id }
}
