import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { type Period, partsOf } from './period.ts'
import { type Cut, type Dimension, type Group, groupOf, listGroups, type Slice } from './slice.ts'

export const UNITS = ['count', 'people', 'hours', 'minutes', 'seconds', 'percent', 'a_day'] as const
export type Unit = (typeof UNITS)[number]
export type Measures = Readonly<Record<string, Unit>>

/** The numbers of a chart by name; null where there is no data. */
export type Values = Readonly<Record<string, number | null>>

/** One point in time, or one hour of every day, with the numbers of each group. */
export interface Point {
  at: Date | null
  until: Date | null
  hour: number | null
  groups: readonly Values[]
}

/** The numbers of a chart. */
interface Numbers {
  listGroups(db: Queryable, asked: Slice & { period: Period }): Promise<Group[]>
  listPoints(db: Queryable, cut: Cut): Promise<Point[]>
  listTotals(db: Queryable, cut: Cut): Promise<Values[]>
}

/** A chart of a period: a row of numbers for each part of the period, and totals. */
export interface Chart extends Numbers {
  series: Measures
  totals: Measures
  /** The numbers that only the whole chart has: of few rows they would point at one person. */
  wholeOnly?: readonly string[]
  /** The dimensions by which it is filtered and divided. */
  dimensions: readonly Dimension[]
  /** Returns the period as snapshots have it, where they have it. The chart then ends at the last count. */
  findCounted?(tx: Tx, asked: Period): Promise<Period | undefined>
  /** The same numbers from snapshots of the queue, for a period that `findCounted` returned. */
  ofSnapshots?: Numbers
}

/** Returns the number of the part of the period in which `time` lies. Statements that use it run in `countParts`. */
export const partOf = (time: string): Sql => raw(`width_bucket(${time}, (select array_agg(at order by at) from part))`)

/** True when a time lies in the period. */
export const inPeriod = (time: string, { from, to }: Period): Sql =>
  sql`(${raw(time)} >= ${from} and ${raw(time)} < ${to})`

const ZERO_WHERE_MISSING: readonly Unit[] = ['count', 'a_day']

/** The columns of measures, zero where a count has no row. */
const columnsOf = (measures: Measures): Sql =>
  raw(
    Object.entries(measures)
      .map(([name, unit]) => `${ZERO_WHERE_MISSING.includes(unit) ? `coalesce(${name}, 0)` : name}::float8 as ${name}`)
      .join(', '),
  )

/**
 * Returns the numbers of each part of a period and each group, from statements that answer by `n` and `g`. A missing
 * part has zero counts, and null for all other numbers.
 */
export async function countParts(db: Queryable, cut: Cut, series: Measures, counted: readonly Sql[]): Promise<Point[]> {
  const joined = counted.map((each, index) => sql`left join (${each}) ${raw(`counted${index}`)} using (n, g)`)
  const rows = await db.list<{ at: Date; until: Date; g: number } & Record<string, unknown>>(sql`
    with part as materialized (${partsOf(cut.period)})
    select at, until, g, ${columnsOf(series)}
    from part cross join generate_series(1, ${cut.groups.length}::integer) g ${join(joined, ' ')} order by n, g`)
  return joinGroups(rows.map(({ at, until, g, ...values }) => ({ at, until, hour: null, g, values: values as Values })))
}

/** Joins the rows of one time, which follow each other, into one point. */
export function joinGroups(rows: readonly (Omit<Point, 'groups'> & { g: number; values: Values })[]): Point[] {
  const points: (Omit<Point, 'groups'> & { groups: Values[] })[] = []
  for (const { at, until, hour, g, values } of rows) {
    if (g === 1) points.push({ at, until, hour, groups: [] })
    points.at(-1)?.groups.push(values)
  }
  return points
}

/** Returns the totals of each group, from a statement that answers by `g`. A group without a row has zero counts. */
export async function countGroups(db: Queryable, { groups }: Cut, totals: Measures, counted: Sql): Promise<Values[]> {
  const rows = await db.list<{ g: number } & Record<string, number | null>>(sql`
    select g, ${columnsOf(totals)} from generate_series(1, ${groups.length}::integer) g
    left join (${counted}) counted using (g) order by g`)
  return rows.map(({ g: _group, ...values }) => values)
}

/** Returns a chart from one statement: its counts for each part of a period, by `time`, and their totals. */
export const countedChart = (
  series: Measures,
  { counts, of, time, dimensions }: { counts: Sql; of: RowsOf; time: string } & Pick<Chart, 'dimensions'>,
): Chart => ({
  series,
  totals: series,
  dimensions,
  listGroups: (db, asked) => listGroups(db, of(asked)),
  listPoints: (db, cut) =>
    countParts(db, cut, series, [
      sql`select ${partOf(time)} as n, ${groupOf(cut)} as g, ${counts} from (${of(cut)}) counted group by 1, 2`,
    ]),
  listTotals: (db, cut) =>
    countGroups(db, cut, series, sql`select ${groupOf(cut)} as g, ${counts} from (${of(cut)}) counted group by 1`),
})

/** The rows of a slice of a period, with the column `value`. */
export type RowsOf = (asked: Slice & { period: Period }) => Sql
