import { ZONE } from '../words/language.ts'
import { zonedTime } from './zoned-time.ts'

/** Conversions in the person's time zone. */
export const { toInstant, dayOf } = zonedTime(ZONE)

/** The first moment of a day in the person's time zone. */
export const toStartOf = (day: string): string => toInstant(`${day}T00:00:00`)
