import { parseTime, YEAR_MAX, YEAR_MIN } from '../../foundation/time/parse-time.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'

/** The moment a field names; refuses one that doesn't exist. */
export function checkTime(text: string, field: string): Date {
  const time = parseTime(text)
  if (time === undefined) throw invalidField(field, `must be a moment between ${YEAR_MIN} and ${YEAR_MAX} that exists`)
  return time
}
