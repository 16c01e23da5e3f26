import { DAY_MS, HOUR_MS } from '../components/durations.ts'
import { dayAfter, type ZonedTime } from '../components/zoned-time.ts'

interface Span {
  from: string
  until: string
}

/** A part of a day. `begin` and `length` are shares of the day, which has 23 or 25 hours at a clock change. */
export interface DayPart extends Span {
  begin: number
  length: number
}

export interface CoveredDay {
  /** The day in the time zone: 2031-05-17. */
  day: string
  /** The checked part of the day: the first day begins and the last one ends within it. */
  checked: DayPart
  gaps: DayPart[]
}

const toText = (ms: number): string => new Date(ms).toISOString()

/** Divides the seven days that the desk checked from now into the days of a time zone, with the gaps in each. Pure. */
export function listCoveredDays(gaps: readonly Span[], now: number, zone: ZonedTime): CoveredDay[] {
  const week = { from: toText(now), until: toText(Math.floor(now / HOUR_MS) * HOUR_MS + 7 * DAY_MS) }
  const merged = mergeSpans(gaps)
  const days: CoveredDay[] = []
  let day = zone.dayOf(week.from)
  for (;;) {
    const next = dayAfter(day)
    const bounds = { from: zone.toInstant(`${day}T00:00:00`), until: zone.toInstant(`${next}T00:00:00`) }
    const checked = toPart(week, bounds)
    if (checked === undefined) return days
    days.push({ day, checked, gaps: merged.flatMap((gap) => toPart(gap, bounds) ?? []) })
    day = next
  }
}

/** Joins spans that overlap or touch: several requirements may lack people in the same hours. */
function mergeSpans(spans: readonly Span[]): Span[] {
  const merged: Span[] = []
  for (const span of spans.toSorted((one, other) => Date.parse(one.from) - Date.parse(other.from))) {
    const last = merged.at(-1)
    if (last === undefined || Date.parse(span.from) > Date.parse(last.until)) merged.push({ ...span })
    else if (Date.parse(span.until) > Date.parse(last.until)) last.until = span.until
  }
  return merged
}

/** Returns the part of a span within a day; undefined: it lies outside. */
function toPart(span: Span, day: Span): DayPart | undefined {
  const [first, end] = [Date.parse(day.from), Date.parse(day.until)]
  const from = Math.max(Date.parse(span.from), first)
  const until = Math.min(Date.parse(span.until), end)
  if (from >= until) return undefined
  const whole = end - first
  return { from: toText(from), until: toText(until), begin: (from - first) / whole, length: (until - from) / whole }
}
