import sql, { join, raw, type Sql } from 'sql-template-tag'
import { isLong, type Period } from '../period.ts'
import { isOfPlatform, type Slice } from '../slice.ts'
import type { Cells } from './cells.ts'

/** The cells of events by the length of their stretch. */
const CELLS = {
  queue: { half: 'queue_flow', day: 'queue_day_flow' },
  decisions: { half: 'decision_flow', day: 'decision_day_flow' },
} as const satisfies Record<string, Record<string, Cells>>

/** SQL condition: no half hour is split, and snapshots have the answer. */
const isSplit = (slice: Slice, split: Sql): Sql => (isOfPlatform(slice) ? sql`true` : split)

/** Common table expression: the whole days of `part` that were counted, of a period that reads days. */
const DAYS = sql`day as materialized (
  select n, begins as at, begins + interval '1 day' as moment, true as counted
  from part
  cross join lateral generate_series(date_bin('1 day', part.at, 'epoch'), part.until - interval '1 microsecond',
    interval '1 day') begins
  join flow_day on flow_day.at = begins + interval '1 day'
  where begins >= part.at and begins + interval '1 day' <= part.until), `

/**
 * Common table expression: the half hours of `part`, which states `at`, `until` and `n`, less the counted `day`s of a long
 * period. A half hour is `counted` when a snapshot has its events and it is whole: not cut by the ends of its part, and
 * not `split`. Each other is counted for the answer, by the present queue and language of each case.
 *
 * Twin of count_flow in SQL.
 */
export function withHalves(slice: Slice & { period: Period }, split = sql`false`): Sql {
  const readsDays = readsDaysOf(slice)
  return sql`${readsDays ? DAYS : sql``}half as materialized (
  select n, greatest(part.at, half) as at, least(part.until, half + interval '30 minutes') as until,
    half + interval '30 minutes' as moment,
    snapshot.at is not null and half >= part.at and half + interval '30 minutes' <= part.until
      and not ${isSplit(slice, split)} as counted
  from part
  cross join lateral generate_series(date_bin('30 minutes', part.at, 'epoch'), part.until - interval '1 microsecond',
    interval '30 minutes') half
  left join queue_snapshot snapshot on snapshot.at = half + interval '30 minutes'
  ${readsDays ? sql`where not exists (select from day where day.at = date_bin('1 day', half, 'epoch'))` : sql``})`
}

/** The same for the whole period as one part. */
export const withHalvesIn = (slice: Slice & { period: Period }, split?: Sql): Sql => {
  const { from, to } = slice.period
  return sql`
  part as (select 1 as n, ${from}::timestamptz as at, ${to}::timestamptz as until), ${withHalves(slice, split)}`
}

/** True for a period that reads whole days where they were counted. */
export const readsDaysOf = (slice: Slice & { period: Period }): boolean =>
  isLong(slice.period) && !isOfPlatform(slice) && !slice.isByHour

/**
 * Returns what `select` reads of the cells of a chart: those of half hours, and those of days for a long period. Its
 * statements join `stretch`, the half hours or the days.
 */
export const eachStretch = (flow: Flow, slice: Slice & { period: Period }, select: Select): Sql =>
  join([ofHalves(flow, slice, select), ...(readsDaysOf(slice) ? [ofDays(flow, slice, select)] : [])], ' union all ')

type Flow = keyof typeof CELLS
type Select = (cells: { table: Cells; stretch: Sql; at: Sql }) => Sql

const inPeriod = ({ period: { from, to } }: { period: Period }): Sql => sql`cell.at > ${from} and cell.at <= ${to}`

/** The same of half hours alone. */
export const ofHalves = (flow: Flow, slice: Slice & { period: Period }, select: Select): Sql =>
  select({
    table: CELLS[flow].half,
    stretch: raw('half'),
    at: readsDaysOf(slice) ? sql`cell.at = any (array(select moment from half where counted))` : inPeriod(slice),
  })

/** The same of days alone. */
export const ofDays = (flow: Flow, slice: { period: Period }, select: Select): Sql =>
  select({ table: CELLS[flow].day, stretch: raw('day'), at: inPeriod(slice) })
