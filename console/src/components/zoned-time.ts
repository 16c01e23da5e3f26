import { DAY_MS, SECOND_MS } from './durations.ts'

export interface ZonedTime {
  /** Returns the instant of a date and time on the clocks of the zone, as an input of the browser gives it. */
  toInstant(local: string): string
  /** Returns the day of an instant in the zone: 2031-05-17. */
  dayOf(at: string): string
}

/** Converts between instants and the clocks of a time zone. */
export function zonedTime(timeZone: string): ZonedTime {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
  /** The difference between the clocks of the zone and UTC at a moment. */
  const offsetAt = (ms: number): number => {
    const part = Object.fromEntries(parts.formatToParts(ms).map(({ type, value }) => [type, value]))
    const local = Date.parse(`${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:${part.second}Z`)
    return local - Math.floor(ms / SECOND_MS) * SECOND_MS
  }
  return {
    toInstant: (local) => {
      const asUtc = Date.parse(`${local}Z`)
      // The offset at the guess differs from the first one within hours of a clock change.
      const guess = asUtc - offsetAt(asUtc)
      return new Date(asUtc - offsetAt(guess)).toISOString()
    },
    dayOf: (at) => {
      const ms = Date.parse(at)
      return new Date(ms + offsetAt(ms)).toISOString().slice(0, 10)
    },
  }
}

export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10)
