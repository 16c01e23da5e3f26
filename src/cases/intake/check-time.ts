import { parseTime, YEAR_MAX, YEAR_MIN } from '../../foundation/time/parse-time.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'

/** Parses the time in a field; refuses one that doesn't exist. */
export function checkTime(text: string, field: string): Date {
  const time = parseTime(text)
  if (time === undefined) throw invalidField(field, message('field.timeBetween', { first: YEAR_MIN, last: YEAR_MAX }))
  return time
}
