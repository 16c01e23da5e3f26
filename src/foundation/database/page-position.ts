import { message } from '../messages/message.ts'
import { invalidField } from '../schemas/invalid-field.ts'

/**
 * The position of a page: the time of the row before it in whole microseconds since 1970, as PostgreSQL stores it, and
 * its id for rows of the same time. A JavaScript date would round the time, so rows would be lost or repeated.
 */
export interface Position {
  micros: string
  id: string
}

const FORM = /^(\d{1,16})\.([a-z]+_\d{1,19})$/

export const writePosition = ({ micros, id }: { micros: string | number; id: string }): string =>
  Buffer.from(`${micros}.${id}`).toString('base64url')

/** Reads the cursor of a page, which only the desk makes. */
export function readPosition(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined
  const [, micros, id] = FORM.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  if (micros === undefined || id === undefined) {
    throw invalidField('cursor', message('field.cursor'))
  }
  return { micros, id }
}
