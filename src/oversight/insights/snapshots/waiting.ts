import sql, { type Sql } from 'sql-template-tag'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import { MINUTE_MS } from '../../../foundation/durations.ts'
import { isLong, type Period, partsOf } from '../period.ts'
import { type Cut, type Group, groupOf, listGroups, type Slice } from '../slice.ts'
import { allCells, cellsOf } from './cells.ts'
import { flowsByValue } from './flows.ts'
import { percentilesOf, storedPercentiles } from './percentiles.ts'

/** A chart up to now ends at the last snapshot if that is at most this old; else the cases themselves are counted. */
const SNAPSHOT_AGE_MS_MAX = 15 * MINUTE_MS

/**
 * Returns the period as snapshots have it: up to now means up to the last one. Undefined when any of its parts ends at a
 * moment that was not counted, with cases by then.
 */
export async function findCountedPeriod(tx: Tx, period: Period): Promise<Period | undefined> {
  const { from, to } = period
  const last = await tx.onlyValue<Date | null>(sql`select max(at) from queue_snapshot where at <= ${to}`)
  const isNow = to.getTime() === tx.now.getTime()
  const ageMs = last === null ? Infinity : to.getTime() - last.getTime()
  if (last === null || last <= from || ageMs > (isNow ? SNAPSHOT_AGE_MS_MAX : 0)) return undefined
  const counted = { ...period, to: last }
  const isMissing = await tx.onlyValue<boolean>(sql`
    select exists (select from (${partsOf(counted)}) part
      where until > (select min(opened_at) from review_case)
        and not exists (select from queue_snapshot where queue_snapshot.at = until))`)
  return isMissing ? undefined : counted
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
