import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { type Period, partsOf } from './period.ts'

export const UNITS = ['count', 'people', 'hours', 'minutes', 'seconds', 'percent', 'a_day'] as const
export type Unit = (typeof UNITS)[number]

/** The numbers of a chart by name; null where there is no data. */
export type Values = Readonly<Record<string, number | null>>

/** One point in time, or one hour of every day. */
export interface Point {
  at: Date | null
  until: Date | null
  hour: number | null
  values: Values
}

/** A chart of a period: a row of numbers for each part of the period, and totals. */
export interface Chart {
  series: Readonly<Record<string, Unit>>
  totals: Readonly<Record<string, Unit>>
  listPoints(db: Queryable, period: Period): Promise<Point[]>
  findTotals(db: Queryable, period: Period): Promise<Values>
}

/** Returns the number of the part of the period in which `time` lies. Statements that use it run in `countParts`. */
export const partOf = (time: string): Sql => raw(`width_bucket(${time}, (select array_agg(at order by at) from part))`)

/** True when a time lies in the period. */
export const inPeriod = (time: string, { from, to }: Period): Sql =>
  sql`(${raw(time)} >= ${from} and ${raw(time)} < ${to})`

/**
 * Returns the numbers of each part of a period, from statements that answer by `n`. A missing part has zero counts, and
 * null for all other numbers.
 */
export async function countParts(
  db: Queryable,
  period: Period,
  series: Chart['series'],
  counted: readonly Sql[],
): Promise<Point[]> {
  const names = Object.entries(series)
  const columns = names.map(([name, unit]) =>
    unit === 'count' || unit === 'people' ? `coalesce(${name}, 0)::float8 as ${name}` : `${name}::float8 as ${name}`,
  )
  const joined = counted.map((each, index) => sql`left join (${each}) ${raw(`counted${index}`)} using (n)`)
  const { rows } = await db.query<{ at: Date; until: Date } & Record<string, unknown>>(sql`
    with part as materialized (${partsOf(period)})
    select at, until, ${raw(columns.join(', '))} from part ${join(joined, ' ')} order by n`)
  return rows.map(({ at, until, ...values }) => ({ at, until, hour: null, values: values as Values }))
}

/** Returns a chart from one statement: its counts for each part of a period, by `time`, and their totals. */
export const countedChart = (
  series: Chart['series'],
  { counts, of, time }: { counts: Sql; of: (period: Period) => Sql; time: string },
): Chart => ({
  series,
  totals: series,
  listPoints: (db, period) =>
    countParts(db, period, series, [
      sql`select ${partOf(time)} as n, ${counts} from (${of(period)}) counted group by 1`,
    ]),
  findTotals: (db, period) => findValues(db, sql`select ${counts} from (${of(period)}) counted`),
})

/** Returns the one row of a counting statement. */
export async function findValues(db: Queryable, statement: Sql): Promise<Values> {
  const { rows } = await db.query<Record<string, number | null>>(statement)
  return rows[0] ?? {}
}
