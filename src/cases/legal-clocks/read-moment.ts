import { DeskError } from '../../foundation/errors.ts'
import { parseTime } from '../../foundation/time/parse-time.ts'

/** Refuses, naming the field, what is written as a moment and is none. */
export function readMoment(field: string, text: string): Date {
  const time = parseTime(text)
  if (time !== undefined) return time
  const detail = 'must be a moment that exists'
  throw new DeskError('invalid_input', `Nothing was done: ${field} ${detail}.`, { errors: [{ field, detail }] })
}
