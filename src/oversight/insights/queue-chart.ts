import sql, { raw, type Sql } from 'sql-template-tag'
import { type Chart, countGroups, countParts, type RowsOf } from './chart.ts'
import type { Period } from './period.ts'
import { type Cut, caseColumns, divisionOf, groupOf, isIn, listGroups } from './slice.ts'
import { flowParts, flowTotals } from './snapshots/flows.ts'
import { agesAt, findCountedPeriod, groupsAt, standingAt } from './snapshots/waiting.ts'

const COLUMNS = caseColumns()
const AGES = { waiting: 'count', opened: 'count', closed: 'count', age_median: 'hours', age_p95: 'hours' } as const
const TOTALS = { waiting: 'count', oldest: 'hours', late: 'count', opened: 'count', closed: 'count' } as const
const FLOWS = ['opened', 'closed'] as const

/**
 * Counts the cases that wait at the end of each part of the period, and their age then. Without snapshots the cases
 * themselves are counted, by their present queue: a reopened case then counts as open since its first opening. Ages are
 * rounded to the minute, hour or day of opening, finer for younger cases, so that a million take no more memory than a
 * thousand.
 */
export const queueChart: Chart = {
  series: AGES,
  totals: TOTALS,
  dimensions: ['queue', 'language', 'platform'],
  listGroups: (db, asked) => listGroups(db, seenIn(asked)),
  listPoints: (db, cut) => countParts(db, cut, AGES, [waitingAges(cut), flowParts(cut, FLOWS)]),
  listTotals: (db, cut) => countGroups(db, cut, TOTALS, joined(standing(cut), cut)),
  findCounted: findCountedPeriod,
  ofSnapshots: {
    listGroups: groupsAt,
    listPoints: (db, cut) => countParts(db, cut, AGES, [agesAt(cut), flowParts(cut, FLOWS)]),
    listTotals: (db, cut) => countGroups(db, cut, TOTALS, joined(standingAt(cut), cut)),
  },
}

/** The totals of the cases that wait at the end, with those of the events. */
const joined = (waiting: Sql, cut: Cut): Sql =>
  sql`select * from (${waiting}) waiting full join (${flowTotals(cut, FLOWS)}) flow using (g)`

/** The cases that wait at the end of the period. */
function standing(cut: Cut): Sql {
  const { to } = cut.period
  return sql`
    select ${groupOf(cut)} as g, count(*) as waiting, count(*) filter (where due_at < ${to}) as late,
      (extract(epoch from ${to}::timestamptz - min(opened_at)) / 3600)::float8 as oldest
    from (${seenIn(cut)}) seen where waits group by 1`
}

/** The cases that waited at any time of the period. */
const seenIn: RowsOf = (slice) => {
  const { from, to } = slice.period
  return sql`
    select opened_at, closed_at, due_at, closed_at is null or closed_at >= ${to} as waits, ${divisionOf(COLUMNS, slice)}
    from review_case
    where opened_at < ${to} and (closed_at is null or closed_at >= ${from}) and ${isIn(COLUMNS, slice)}`
}

/** Counts each case at the end of every part of the period in which it waited, from its opening to its close. */
function waitingAges(cut: Cut): Sql {
  const ends = raw('(select array_agg(until order by until) from part)')
  return sql`
    select n, g, max(total) as waiting,
      max(extract(epoch from until - opened) / 3600) filter (where younger < total * 0.5 and younger + cases >= total * 0.5) as age_median,
      max(extract(epoch from until - opened) / 3600) filter (where younger < total * 0.95 and younger + cases >= total * 0.95) as age_p95
    from (
      select n, g, until, opened, cases, sum(cases) over (partition by n, g) as total,
        sum(cases) over (partition by n, g order by opened desc) - cases as younger
      from (
        select n, g, until, opened, sum(cases) as cases
        from (
          select ${openedIn(cut.period)} as opened, ${groupOf(cut)} as g, count(*) as cases,
            width_bucket(opened_at, ${ends}) as before,
            case when closed_at is null then (select max(n) from part) else width_bucket(closed_at, ${ends}) end as last
          from (${seenIn(cut)}) seen group by opened, g, before, last) alike
        join part on part.n > alike.before and part.n <= alike.last
        group by n, g, until, opened) standing) ranked
    group by n, g`
}

/** Cases opened within this time before the period are rounded to the finer of two units. */
const FINE_BEFORE = { five_minutes: '6 hours', hour: '6 hours', day: '2 days' } as const

const openedIn = ({ from, step }: Period): Sql => {
  const [fine, coarse] = step === 'day' ? ['hour', 'day'] : ['minute', 'hour']
  return sql`case when opened_at >= ${from}::timestamptz - ${FINE_BEFORE[step]}::interval
    then date_trunc(${fine}, opened_at) else date_trunc(${coarse}, opened_at) end`
}
