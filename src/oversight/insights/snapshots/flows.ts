import sql, { join, raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'
import type { Period } from '../period.ts'
import { caseColumns, type Cut, divisionOf, groupOf, isIn, isSliced, listGroups, type Slice } from '../slice.ts'
import { allCells, cellsOf } from './cells.ts'
import { eachStretch, withHalves, withHalvesIn } from './stretches.ts'

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
type FlowName = keyof typeof EVENTS

/** The events of each part and group. Statements that use it run in `countParts`. */
export const flowParts = (cut: Cut, names: readonly FlowName[]): Sql => sql`
  with ${withHalves(cut)} select n, g, ${sums(names)} from (${flowsOf(cut, names)}) event group by n, g`

/** The events of each group in the whole period. */
export const flowTotals = (cut: Cut, names: readonly FlowName[]): Sql => sql`
  with ${withHalvesIn(cut)} select g, ${sums(names)} from (${flowsOf(cut, names)}) event group by g`

/** The events of each hour of the day, in the time zone of the period, and each group. */
export const flowHours = (cut: Cut, names: readonly FlowName[]): Sql => {
  const hourOf = (time: Sql) => sql`extract(hour from ${time} at time zone ${cut.period.zone})::integer`
  const split = sql`${hourOf(sql`half`)} <> ${hourOf(sql`(half + interval '30 minutes' - interval '1 microsecond')`)}`
  return sql`
    with ${withHalvesIn(cut, split)}
    select ${hourOf(sql`event.at`)} as hour, g, ${sums(names)} from (${flowsOf(cut, names)}) event group by 1, 2`
}

/** Returns the groups of a chart of events. */
export const listFlowGroups = (db: Queryable, asked: Slice & { period: Period }, names: readonly FlowName[]) =>
  listGroups(db, flowsByValue(asked, names), sql`sum(${raw(names.join(' + '))})`)

/** The events of a chart that has no groups yet, each with its `value`. */
export const flowsByValue = (asked: Slice & { period: Period }, names: readonly FlowName[]): Sql => sql`
  with ${withHalvesIn(asked)}
  ${eachStretch(
    'queue',
    asked,
    ({ table, stretch, at }) => sql`select cell.value, ${list(names, (name) => `cell.${name}`)}
      from (${allCells(table, asked, at)}) cell join ${stretch} stretch on stretch.counted and stretch.moment = cell.at`,
  )}
  ${eachDirectly(names, asked, sql`value`)}`

/** The events of a chart's groups, with `at`, `n` and `g`. */
const flowsOf = (cut: Cut, names: readonly FlowName[]): Sql => sql`
  ${eachStretch(
    'queue',
    cut,
    ({ table, stretch, at }) => sql`
      select stretch.at, stretch.n, cell.g, ${list(names, (name) => `cell.sign * cell.${name}`)}
      from (${cellsOf(table, cut, at)}) cell join ${stretch} stretch on stretch.counted and stretch.moment = cell.at`,
  )}
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
