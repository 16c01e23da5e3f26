import { dateLocale, locale, ZONE as timeZone } from '../words/language.ts'
import { words } from '../words/words.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './durations.ts'

/** Makes a value at its first use, such as a formatter: making all of them takes a phone a while before the first page. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

const compact = once(
  () => new Intl.NumberFormat(locale, { notation: 'compact', maximumFractionDigits: 1, useGrouping: 'always' }),
)
const clock = once(
  () => new Intl.DateTimeFormat(dateLocale, { hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone }),
)
const withSeconds = once(() => new Intl.DateTimeFormat(dateLocale, { timeStyle: 'medium', timeZone }))
const day = once(() => new Intl.DateTimeFormat(dateLocale, { dateStyle: 'medium', timeZone }))
const full = once(() => new Intl.DateTimeFormat(dateLocale, { dateStyle: 'medium', timeStyle: 'long', timeZone }))
const weekday = once(() => new Intl.DateTimeFormat(dateLocale, { weekday: 'short', timeZone: 'UTC' }))
const weekdayDate = once(
  () =>
    new Intl.DateTimeFormat(dateLocale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      timeZone: 'UTC',
    }),
)
const dayOfUtc = once(() => new Intl.DateTimeFormat(dateLocale, { dateStyle: 'medium', timeZone: 'UTC' }))
const shortDayOfUtc = once(
  () => new Intl.DateTimeFormat(dateLocale, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
)
const minute = once(() => new Intl.DateTimeFormat(dateLocale, { dateStyle: 'medium', timeStyle: 'short', timeZone }))
const shortDay = once(() => new Intl.DateTimeFormat(dateLocale, { day: 'numeric', month: 'short', timeZone }))
const hour = once(() => new Intl.DateTimeFormat(dateLocale, { hour: '2-digit', minute: '2-digit', timeZone }))
/** The number of decimal digits: one below 100, none above. */
const digitsOf = (value: number) => ({ maximumFractionDigits: Math.abs(value) < FINE_BELOW ? 1 : 0 })
const FINE_BELOW = 100
const score = once(() => new Intl.NumberFormat(locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 }))
const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
const relativeShort = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'narrow' }))

const MONTH_DAYS = 30.44
/** The number of days from which months are precise enough. */
const MONTHS_FROM_DAYS = 60
const YEARS_FROM_MONTHS = 24
/** Below ten minutes seconds are shown. */
const FINE_MS = 600_000

/** The separators of a number that a person enters, as the locale writes them. */
/** Read at its use, as the formatters above. */
export const readSeparators = () => ({
  thousandSeparator: separatorOf('group'),
  decimalSeparator: separatorOf('decimal'),
})

function separatorOf(type: 'group' | 'decimal'): string {
  const sample = 10_000.5
  return new Intl.NumberFormat(locale).formatToParts(sample).find((part) => part.type === type)?.value ?? ''
}

/** Formats the score of a classifier in the locale, such as 0.412. */
export const formatScore = (value: number): string => score().format(value)
/** Formats a number briefly in the locale, such as 43.5M. */
export const formatCount = (count: number): string => compact().format(count)

const UNITS = { hours: 'hour', minutes: 'minute', seconds: 'second', percent: 'percent' } as const
/** Formats a number with its unit in the locale: 4.2 hours, 1 minute, 25 percent. */
export const formatMeasure = (value: number, unit: keyof typeof UNITS): string =>
  new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[unit],
    unitDisplay: 'long',
    ...digitsOf(value),
  }).format(value)

/** Formats 1,098,211, with at most one decimal digit. */
export const formatNumber = (value: number): string => new Intl.NumberFormat(locale, digitsOf(value)).format(value)

const share = once(() => new Intl.NumberFormat(locale, { style: 'percent' }))
/** Formats a share in the locale: 0.05 as 5%. */
export const formatShare = (part: number): string => share().format(part)

const regions = once(() => new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }))
const listed = once(() => new Intl.ListFormat(locale))
/** Formats a country: Germany (DE). */
export const formatCountry = (code: string): string => `${regions().of(code)} (${code})`
export const formatCountries = (codes: readonly string[]): string => listed().format(codes.map(formatCountry))

const languageNames = once(() => new Intl.DisplayNames(locale, { type: 'language', fallback: 'code' }))
/** Formats a language tag: pt as Portuguese. A tag that is no language is shown unchanged. */
export function formatLanguage(tag: string): string {
  try {
    return languageNames().of(tag) ?? tag
  } catch {
    return tag
  }
}

/** Formats a day or a time for axes: 24 Nov, or 14:52. */
export const formatShortDay = (at: string): string => shortDay().format(new Date(at))
/** The same for days of UTC, in every time zone of the reader. */
export const formatShortDayOfUtc = (at: string): string => shortDayOfUtc().format(new Date(at))
export const formatDayOfUtc = (at: string): string => dayOfUtc().format(new Date(at))
export const formatHour = (at: string): string => hour().format(new Date(at))

/** Formats a time with its zone: 14:52 CET. */
export const formatClock = (at: string | Date): string => clock().format(new Date(at))
export const formatSecond = (at: string): string => withSeconds().format(new Date(at))
export const formatDay = (at: string): string => day().format(new Date(at))
export const formatFull = (at: string | Date): string => full().format(new Date(at))

/** Formats a day with its time: Nov 26, 7:00 PM. */
export const formatMinute = (at: string): string => minute().format(new Date(at))

/** Formats a day without a time zone, such as 2031-05-17. */
export const formatDate = (dayText: string): string => dayOfUtc().format(new Date(`${dayText}T00:00:00Z`))

/** Formats a day with its day of the week, without a time zone: Sat, 17 May. */
export const formatWeekdayDate = (dayText: string): string => weekdayDate().format(new Date(`${dayText}T00:00:00Z`))

/** Formats a day of the week, shortened in the locale: 1 is Monday. */
export const formatWeekday = (number: number): string => weekday().format(new Date(Date.UTC(2024, 0, number)))

/** Formats the time since a moment: 40 seconds ago. */
export const formatAgo = (at: string, now: number): string => formatRelative(relative(), Date.parse(at) - now)
/** Formats the time since a moment for the columns of a table: 40s ago. */
export const formatAgoShort = (at: string, now: number): string => formatRelative(relativeShort(), Date.parse(at) - now)

function formatRelative(format: Intl.RelativeTimeFormat, ms: number): string {
  if (Math.abs(ms) < MINUTE_MS) return format.format(Math.round(ms / SECOND_MS), 'second')
  if (Math.abs(ms) < HOUR_MS) return format.format(Math.round(ms / MINUTE_MS), 'minute')
  if (Math.abs(ms) < DAY_MS) return format.format(Math.round(ms / HOUR_MS), 'hour')
  const days = Math.round(ms / DAY_MS)
  if (Math.abs(days) < MONTHS_FROM_DAYS) return format.format(days, 'day')
  const months = Math.round(days / MONTH_DAYS)
  if (Math.abs(months) < YEARS_FROM_MONTHS) return format.format(months, 'month')
  return format.format(Math.round(months / 12), 'year')
}

const formatHours = (minutes: number): string =>
  minutes % 60 === 0
    ? words.duration.hours({ h: minutes / 60 })
    : words.duration.hoursMinutes({ h: Math.floor(minutes / 60), m: minutes % 60 })

/**
 * Formats the time left: 04:12 under ten minutes, 3 h 12 min above. At zero it reads "now" until the desk reports the
 * result.
 */
export function formatLeft(ms: number): string {
  if (ms <= 0) return words.enforcements.now
  if (ms < FINE_MS) {
    const seconds = Math.ceil(ms / SECOND_MS)
    return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
  }
  const minutes = Math.floor(ms / MINUTE_MS)
  if (minutes < 60) return words.duration.minutes({ n: minutes })
  if (ms < 2 * DAY_MS) return formatHours(minutes)
  return words.duration.days({ n: Math.floor(ms / DAY_MS) })
}

/** Formats how long something lasted: 41 seconds, 11 min 04 s, 3 h 12 min, 4 days. */
export function formatLength(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / SECOND_MS))
  if (seconds < 60) return words.duration.seconds({ n: seconds })
  if (ms < HOUR_MS)
    return words.duration.minutesSeconds({ m: Math.floor(seconds / 60), s: String(seconds % 60).padStart(2, '0') })
  const minutes = Math.floor(seconds / 60)
  if (ms < 2 * DAY_MS) return formatHours(minutes)
  return words.duration.days({ n: Math.floor(ms / DAY_MS) })
}

/** Formats 7 days, 30 minutes: in the largest unit that is exact. */
export function formatDurationText(ms: number): string {
  if (ms % DAY_MS === 0) return words.duration.days({ n: ms / DAY_MS })
  if (ms % HOUR_MS === 0 && ms >= HOUR_MS) return words.duration.hours({ h: ms / HOUR_MS })
  if (ms % MINUTE_MS === 0) return words.duration.minutes({ n: ms / MINUTE_MS })
  return words.duration.seconds({ n: Math.round(ms / SECOND_MS) })
}
