const ISO_8601 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|[+-](\d{2}):(\d{2}))$/

/** PostgreSQL and ECMAScript both know all of these years, and no platform is older. */
export const YEAR_MIN = 1970
export const YEAR_MAX = 9999

/**
 * Parses an ISO 8601 text with an offset, of a year from `yearMin` on. `Date` alone would read 30 February as the first or
 * second of March.
 */
export function parseTime(text: string, yearMin = YEAR_MIN): Date | undefined {
  const [year, month, day, hour, minute, second, offsetHours, offsetMinutes] = (ISO_8601.exec(text) ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0))
  if (year === undefined || month === undefined || day === undefined) return undefined
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  const inRange = (part: number | undefined, max: number) => part !== undefined && part <= max
  if (!inRange(hour, 23) || !inRange(minute, 59) || !inRange(second, 59)) return undefined
  if (!inRange(offsetHours, 23) || !inRange(offsetMinutes, 59)) return undefined
  const time = new Date(text)
  // The year is checked in UTC, because an offset can move a time out of the range at either end.
  return time.getUTCFullYear() >= yearMin && time.getUTCFullYear() <= YEAR_MAX ? time : undefined
}

/** `Date.UTC` takes the years before 100 for those of the 20th century; the calendar repeats after 400 years. */
const daysIn = (year: number, month: number): number => new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate()
