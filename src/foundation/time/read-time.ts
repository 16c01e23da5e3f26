import { message } from '../messages/message.ts'
import { invalidField } from '../schemas/invalid-field.ts'
import { parseTime } from './parse-time.ts'

/** Reads the time in a field. Throws a problem that names the field if there is no such time. */
export function readTime(text: string, field: string): Date {
  const time = parseTime(text)
  if (time !== undefined) return time
  throw invalidField(field, message('field.noSuchTime'))
}
