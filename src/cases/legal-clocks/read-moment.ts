import { DeskError } from '../../foundation/errors.ts'
import { parseTime } from '../../foundation/time/parse-time.ts'

/** Parses a time; refuses an invalid one, naming the field. */
export function readMoment(field: string, text: string): Date {
  const time = parseTime(text)
  if (time !== undefined) return time
  const detail = 'must be a moment that exists'
  throw new DeskError('invalid_input', `Nothing was done: ${field} ${detail}.`, { errors: [{ field, detail }] })
}
