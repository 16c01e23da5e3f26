import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'
import type { Period } from '../period.ts'
import { caseColumns, type Cut, divisionOf, groupOf, isIn, isSliced, listGroups, type Slice } from '../slice.ts'
import { allCells, cellsOf } from './cells.ts'

const CASE_COLUMNS = caseColumns()
const EVENT_COLUMNS = caseColumns('event')

/**
 * The case of each event. With "offset 0" the few events that no snapshot has are looked up one by one: the planner
 * expects many and would read all cases.
 */
export const CASE_OF_EVENT = sql`
  cross join lateral (select * from review_case where review_case.id = event.case_id offset 0) review_case`

/** The events of cases that snapshots count, each by its time. */
const EVENTS = {
  opened: { time: 'opened_at', table: 'review_case' },
  closed: { time: 'closed_at', table: 'review_case' },
  reports: { time: 'received_at', table: 'report' },
  decisions: { time: 'decided_at', table: 'decision' },
} as const
export type FlowName = keyof typeof EVENTS

/** The moments of snapshots from which the events of a period are read. */
export const momentsIn = ({ from, to }: Period): Sql => sql`cell.at > ${from} and cell.at <= ${to}`

/**
 * Common table expression: the half hours of `part`, which states `at`, `until` and `n`. A half hour is `counted` when a
 * snapshot has its events and it is whole: not cut by the ends of its part, and not `split`. Each other is counted for
 * the answer, by the present queue and language of each case.
 *
 * Twin of insert_queue_flow in SQL.
 */
export const withHalves = (split: Sql): Sql => sql`half as materialized (
  select n, greatest(part.at, half) as at, least(part.until, half + interval '30 minutes') as until,
    half + interval '30 minutes' as moment,
    snapshot.at is not null and half >= part.at and half + interval '30 minutes' <= part.until and not ${split} as counted
  from part
  cross join lateral generate_series(date_bin('30 minutes', part.at, 'epoch'), part.until - interval '1 microsecond',
    interval '30 minutes') half
  left join queue_snapshot snapshot on snapshot.at = half + interval '30 minutes')`

export const UNSPLIT = sql`false`

/** The same for the whole period as one part. */
export const withHalvesIn = ({ from, to }: Period, split = UNSPLIT): Sql => sql`
  part as (select 1 as n, ${from}::timestamptz as at, ${to}::timestamptz as until), ${withHalves(split)}`

/** The events of each part and group. Statements that use it run in `countParts`. */
export const flowParts = (cut: Cut, names: readonly FlowName[]): Sql => sql`
  with ${withHalves(UNSPLIT)} select n, g, ${sums(names)} from (${flowsOf(cut, names)}) event group by n, g`

/** The events of each group in the whole period. */
export const flowTotals = (cut: Cut, names: readonly FlowName[]): Sql => sql`
  with ${withHalvesIn(cut.period)} select g, ${sums(names)} from (${flowsOf(cut, names)}) event group by g`

/** The events of each hour of the day, in the time zone of the period, and each group. */
export const flowHours = (cut: Cut, names: readonly FlowName[]): Sql => {
  const hourOf = (time: Sql) => sql`extract(hour from ${time} at time zone ${cut.period.zone})::integer`
  const split = sql`${hourOf(sql`half`)} <> ${hourOf(sql`(half + interval '30 minutes' - interval '1 microsecond')`)}`
  return sql`
    with ${withHalvesIn(cut.period, split)}
    select ${hourOf(sql`event.at`)} as hour, g, ${sums(names)} from (${flowsOf(cut, names)}) event group by 1, 2`
}

/** Returns the groups of a chart of events. */
export const listFlowGroups = (db: Queryable, asked: Slice & { period: Period }, names: readonly FlowName[]) =>
  listGroups(db, flowsByValue(asked, names), sql`sum(${raw(names.join(' + '))})`)

/** The events of a chart that has no groups yet, each with its `value`. */
export const flowsByValue = (asked: Slice & { period: Period }, names: readonly FlowName[]): Sql => sql`
  with ${withHalvesIn(asked.period)}
  select cell.value, ${list(names, (name) => `cell.${name}`)}
  from (${allCells('queue_flow', asked, momentsIn(asked.period))}) cell
  join half on half.counted and half.moment = cell.at
  ${eachDirectly(names, asked, sql`value`)}`

/** The events of a chart's groups, with `at`, `n` and `g`. */
const flowsOf = (cut: Cut, names: readonly FlowName[]): Sql => sql`
  select half.at, half.n, cell.g, ${list(names, (name) => `cell.sign * cell.${name}`)}
  from (${cellsOf('queue_flow', cut, momentsIn(cut.period))}) cell join half on half.counted and half.moment = cell.at
  ${eachDirectly(names, cut, sql`at, n, ${groupOf(cut)}`)}`

/** The events in the half hours that no snapshot has: one row for each. */
const eachDirectly = (names: readonly FlowName[], slice: Slice, columns: Sql): Sql =>
  join(
    names.map((name) => {
      const { time, table } = EVENTS[name]
      const isAlone = table === 'review_case' || !isSliced(slice)
      const ofCase = isAlone ? sql`` : CASE_OF_EVENT
      return sql`union all
        select ${columns}, ${list(names, (other) => (other === name ? '1' : '0'))}
        from (select event.at, half.n, ${divisionOf(isAlone ? EVENT_COLUMNS : CASE_COLUMNS, slice)}
          from half cross join lateral (select *, ${raw(time)} as at from ${raw(table)}
            where ${raw(time)} >= half.at and ${raw(time)} < half.until offset 0) event ${ofCase}
          where not half.counted and ${isIn(isAlone ? EVENT_COLUMNS : CASE_COLUMNS, slice)}) direct`
    }),
    ' ',
  )

const list = (names: readonly FlowName[], value: (name: FlowName) => string): Sql =>
  raw(names.map((name) => `${value(name)} as ${name}`).join(', '))

const sums = (names: readonly FlowName[]): Sql => list(names, (name) => `sum(${name})`)
