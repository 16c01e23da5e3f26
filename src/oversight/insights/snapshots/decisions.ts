import sql, { type Sql } from 'sql-template-tag'
import type { Queryable } from '../../../foundation/database/db.ts'
import type { Period } from '../period.ts'
import { caseColumns, type Cut, divisionOf, type Group, groupOf, isIn, listGroups, type Slice } from '../slice.ts'
import { allCells, cellsOf } from './cells.ts'
import { CASE_OF_EVENT } from './flows.ts'
import { percentilesOf, storedPercentiles } from './percentiles.ts'
import { eachStretch, ofDays, ofHalves, readsDaysOf, withHalves, withHalvesIn } from './stretches.ts'

const COLUMNS = caseColumns()

/** The decisions of each part and group, and those of them that were late. Statements that use it run in `countParts`. */
export const decisionParts = (cut: Cut): Sql[] => [
  sql`with ${withHalves(cut)} ${measured(cut)}`,
  sql`with ${withHalves(cut)} ${lateIn(cut)}`,
]

/** The same for each group in the whole period. */
export const decisionTotals = (cut: Cut): Sql => sql`
  with ${withHalvesIn(cut)}
  select g, decided, late, median, p95 from (${measuredWhole(cut)}) measured full join (${lateIn(cut)}) overdue using (n, g)`

/** Returns the groups of decisions: the largest by their number. */
export const listDecisionGroups = (db: Queryable, asked: Slice & { period: Period }): Promise<Group[]> =>
  listGroups(
    db,
    sql`with ${withHalvesIn(asked)}
      ${eachStretch(
        'decisions',
        asked,
        ({ table, stretch, at }) => sql`select value, decided from (${allCells(table, asked, at)}) cell
          join ${stretch} stretch on stretch.counted and stretch.moment = cell.at`,
      )}
      union all select value, 1 from (${directly(asked)}) direct`,
    sql`sum(decided)`,
  )

const NAMES = { total: 'decided', half: 'median', most: 'p95' }

/** The decisions of each part, and their ages: of a long period by the percentiles of its days. */
const measured = (cut: Cut): Sql =>
  readsDaysOf(cut)
    ? sql`${storedPercentiles(
        ofDays(
          'decisions',
          cut,
          ({ table, at }) => sql`select day.n, cell.g, cell.sign, cell.decided as cases, age_half, age_most
            from (${cellsOf(table, cut, at)}) cell join day on day.moment = cell.at`,
        ),
        NAMES,
      )} union all ${agesOf(cut, ofHalves)}`
    : agesOf(cut, ofHalves)

const agesOf = (cut: Cut, stretches: typeof eachStretch): Sql =>
  percentilesOf(
    sql`${stretches(
      'decisions',
      cut,
      ({ table, stretch, at }) => sql`select stretch.n, cell.g, each.age, cell.sign * each.cases as cases
        from (${cellsOf(table, cut, at)}) cell join ${stretch} stretch on stretch.counted and stretch.moment = cell.at
        cross join lateral unnest(cell.ages, cell.cases) each(age, cases)`,
    )}
      union all select n, ${groupOf(cut)}, age, 1 from (${directly(cut)}) direct`,
    NAMES,
  )

/** The decisions of each group in the whole period. Of a long one that is divided, ages would take too long. */
const measuredWhole = (cut: Cut): Sql =>
  readsDaysOf(cut) && cut.by !== undefined
    ? sql`select n, g, sum(decided) as decided, null::float8 as median, null::float8 as p95 from (
        ${eachStretch(
          'decisions',
          cut,
          ({ table, stretch, at }) => sql`select stretch.n, cell.g, cell.sign * cell.decided as decided
            from (${cellsOf(table, cut, at)}) cell join ${stretch} stretch on stretch.counted and stretch.moment = cell.at`,
        )}
        union all select n, ${groupOf(cut)}, 1 from (${directly(cut)}) direct) counted
      group by n, g`
    : agesOf(cut, eachStretch)

const lateIn = (cut: Cut): Sql => sql`
  select n, g, sum(late) as late from (
    ${eachStretch(
      'decisions',
      cut,
      ({ table, stretch, at }) => sql`select stretch.n, cell.g, cell.sign * cell.late as late
        from (${cellsOf(table, cut, at)}) cell join ${stretch} stretch on stretch.counted and stretch.moment = cell.at`,
    )}
    union all select n, ${groupOf(cut)}, late::integer from (${directly(cut)}) direct) counted
  group by n, g`

/** The decisions in the half hours that no snapshot has. */
const directly = (slice: Slice): Sql => sql`
  select half.n, decision_age_minutes(decided_at, opened_at) as age, decided_at > due_at as late,
    ${divisionOf(COLUMNS, slice)}
  from half cross join lateral (select * from decision
    where decided_at >= half.at and decided_at < half.until and conclusion <> 'escalate' offset 0) event ${CASE_OF_EVENT}
  where not half.counted and ${isIn(COLUMNS, slice)}`
