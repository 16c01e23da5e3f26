import sql, { type Sql } from 'sql-template-tag'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import { DAY_MS, MINUTE_MS } from '../../../foundation/durations.ts'
import { isLong, type Period, partsOf } from '../period.ts'
import { type Cut, type Group, groupOf, listGroups, type Slice } from '../slice.ts'
import { allCells, cellsOf } from './cells.ts'
import { flowsByValue } from './flows.ts'
import { percentilesOf, storedPercentiles } from './percentiles.ts'

/** A chart up to now ends at the last snapshot if that is at most this old; else the rows themselves are counted. */
const SNAPSHOT_AGE_MS_MAX = 15 * MINUTE_MS
/** Events are counted by the half hour, so their last count can be older by this. */
const HALF_HOUR_MS = 30 * MINUTE_MS

/**
 * Returns the period as snapshots have it: up to now means up to the last one. Undefined when any of its parts ends at a
 * moment that was not counted, with cases by then.
 */
export async function findCountedPeriod(tx: Tx, asked: Period): Promise<Period | undefined> {
  const { from, to } = asked
  const last = await tx.onlyValue<Date | null>(sql`select max(at) from queue_snapshot where at <= ${to}`)
  const isNow = to.getTime() === tx.now.getTime()
  const ageMs = last === null ? Infinity : to.getTime() - last.getTime()
  if (last === null || last <= from || ageMs > (isNow ? SNAPSHOT_AGE_MS_MAX : 0)) return undefined
  const counted = fromHalfHour({ ...asked, to: last })
  const isMissing = await tx.onlyValue<boolean>(sql`
    select exists (select from (${partsOf(counted)}) part
      where until > (select min(opened_at) from review_case)
        and not exists (select from queue_snapshot where queue_snapshot.at = until))`)
  return isMissing ? undefined : counted
}

/**
 * Returns a period up to now as whole half hours, of which snapshots have the events. Undefined for one that ends before,
 * that is shorter than a day, or whose last half hours were not counted: its events are counted to the second.
 */
export async function findCountedHours(tx: Tx, asked: Period): Promise<Period | undefined> {
  const { from, to } = asked
  if (to.getTime() !== tx.now.getTime() || to.getTime() - from.getTime() < DAY_MS) return undefined
  const last = await tx.onlyValue<Date | null>(sql`
    select max(at) from queue_snapshot where at <= ${to} and at = date_bin('30 minutes', at, 'epoch')`)
  if (last === null || to.getTime() - last.getTime() > HALF_HOUR_MS + SNAPSHOT_AGE_MS_MAX) return undefined
  return fromHalfHour({ ...asked, to: last })
}

/**
 * Returns a period in hours or days with the whole half hour in which it begins, because to count the events of a part of
 * one takes as long as to read all other counts.
 */
function fromHalfHour(period: Period): Period {
  const whole = { ...period, from: new Date(Math.floor(period.from.getTime() / HALF_HOUR_MS) * HALF_HOUR_MS) }
  return period.step === 'five_minutes' || isLong(whole) !== isLong(period) ? period : whole
}

/** Returns the groups of the cases that waited in a period: those closed in it, and those that wait at its end. */
export const groupsAt = (db: Queryable, asked: Slice & { period: Period }): Promise<Group[]> =>
  listGroups(
    db,
    sql`select value, closed as cases from (${flowsByValue(asked, ['opened', 'closed'])}) event
      union all select value, waiting from (${standingCells(asked)}) standing`,
    sql`sum(cases)`,
  )

const standingCells = (asked: Slice & { period: Period }): Sql =>
  allCells('queue_snapshot_cell', asked, sql`cell.at = ${asked.period.to}`)

/** The waiting cases of each group at the end of the period. */
export const standingAt = (cut: Cut): Sql => sql`
  select ${groupOf(cut)} as g, sum(waiting) as waiting, sum(late) as late,
    (extract(epoch from ${cut.period.to}::timestamptz - min(oldest)) / 3600)::float8 as oldest
  from (${standingCells(cut)}) standing group by 1`

/** The waiting cases of each group and their ages at the end of each part. Statements that use it run in `countParts`. */
export function agesAt(cut: Cut): Sql {
  const names = { total: 'waiting', half: 'age_median', most: 'age_p95' }
  const cells = sql`(${cellsOf('queue_snapshot_cell', cut, sql`cell.at = any (array(select until from part))`)}) cell
    join part on part.until = cell.at`
  if (isLong(cut.period)) {
    return storedPercentiles(
      sql`select part.n, cell.g, cell.sign, cell.waiting as cases, age_half, age_most from ${cells}`,
      names,
    )
  }
  return percentilesOf(
    sql`select part.n, cell.g, each.age, cell.sign * each.cases as cases
      from ${cells} cross join lateral unnest(cell.ages, cell.cases) each(age, cases)`,
    names,
  )
}
