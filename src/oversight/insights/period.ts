import sql, { type Sql } from 'sql-template-tag'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { isZone } from '../../foundation/time/is-zone.ts'
import { readTime } from '../../foundation/time/read-time.ts'
import { DAY_MS, HOUR_MS } from '../../foundation/durations.ts'

export const STEPS = ['five_minutes', 'hour', 'day'] as const
export type Step = (typeof STEPS)[number]

/** A stretch of time, divided into five minutes each, hours, or days of a time zone. */
export interface Period {
  from: Date
  to: Date
  /** The name in the IANA database, such as Europe/Dublin. */
  zone: string
  step: Step
}

export interface PeriodAsked {
  from?: string
  to?: string
  zone?: string
}

const DAYS_DEFAULT = 7
/** The longest period with days of a time zone. */
export const DAYS_MAX = 92
/** The longest period of a chart. Beyond the days of a time zone it has days of UTC: those of longer ago were counted. */
export const YEAR_DAYS_MAX = 366
/** A request arrives later than its period was made, and local days that change the clock are longer by this. */
const SLACK_MS = HOUR_MS
/** The longest periods that are divided into parts of five minutes, and into hours. */
const FINE_MS_MAX = 3 * HOUR_MS
const HOURLY_MS_MAX = 3 * DAY_MS

/** Returns the period of a query: the last week by default, and never in the future. A long one begins at midnight of UTC. */
export function readPeriod({ from, to, zone = 'UTC' }: PeriodAsked, now: Date, daysMax = DAYS_MAX): Period {
  if (!isZone(zone)) throw invalidField('zone', message('field.zone'))
  const until = to === undefined ? now : earlier(readTime(to, 'to'), now)
  const since = from === undefined ? new Date(until.getTime() - DAYS_DEFAULT * DAY_MS) : readTime(from, 'from')
  const lastsMs = until.getTime() - since.getTime()
  if (lastsMs <= 0) throw invalidField('from', message('period.from'))
  if (lastsMs > daysMax * DAY_MS + SLACK_MS) throw invalidField('from', message('period.tooLong', { limit: daysMax }))
  if (isLong({ from: since, to: until })) {
    return { from: new Date(Math.floor(since.getTime() / DAY_MS) * DAY_MS), to: until, zone: 'UTC', step: 'day' }
  }
  return { from: since, to: until, zone, step: stepOf(lastsMs) }
}

/** True for a period whose days are those of UTC. */
export const isLong = ({ from, to }: Pick<Period, 'from' | 'to'>): boolean =>
  to.getTime() - from.getTime() > DAYS_MAX * DAY_MS + SLACK_MS

const stepOf = (lastsMs: number): Step =>
  lastsMs <= FINE_MS_MAX ? 'five_minutes' : lastsMs <= HOURLY_MS_MAX ? 'hour' : 'day'

const LENGTHS = { five_minutes: '5 minutes', hour: '1 hour' } as const

/**
 * Returns a statement for the parts of a period, with `at`, `until` and `n` from 1. Days are those of the time zone, so
 * two each year are shorter or longer. The first and last parts are cut at the period's ends.
 */
export function partsOf({ from, to, zone, step }: Period): Sql {
  const begins =
    step === 'day'
      ? sql`select day at time zone ${zone} as begins, (day + interval '1 day') at time zone ${zone} as ends
          from generate_series(date_trunc('day', ${from}::timestamptz at time zone ${zone}),
            ${to}::timestamptz at time zone ${zone} - interval '1 microsecond', interval '1 day') day`
      : sql`select begins, begins + ${LENGTHS[step]}::interval as ends
          from generate_series(date_bin(${LENGTHS[step]}::interval, ${from}::timestamptz, date_trunc('day', ${from}::timestamptz, ${zone})),
            ${to}::timestamptz - interval '1 microsecond', ${LENGTHS[step]}::interval) begins`
  return sql`select greatest(begins, ${from}::timestamptz) as at, least(ends, ${to}::timestamptz) as until,
    row_number() over (order by begins)::integer as n from (${begins}) part`
}

const earlier = (one: Date, other: Date): Date => (one < other ? one : other)
