import { DeskError } from '../errors.ts'
import { parseTime } from './parse-time.ts'

/** Reads the time in a field. Throws a problem that names the field if there is no such time. */
export function readTime(text: string, field: string): Date {
  const time = parseTime(text)
  if (time !== undefined) return time
  const detail = 'must be a moment that exists'
  throw new DeskError('invalid_input', `${field} ${detail}.`, { errors: [{ field, detail }] })
}
