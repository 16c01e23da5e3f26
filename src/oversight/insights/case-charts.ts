import sql, { raw, type Sql } from 'sql-template-tag'
import { type Chart, countedChart, countParts, findValues, inPeriod, partOf } from './chart.ts'
import type { Period } from './period.ts'

const AGES = { waiting: 'count', opened: 'count', closed: 'count', age_median: 'hours', age_p95: 'hours' } as const

/**
 * Counts the cases that wait at the end of each part of the period, and their age then. Ages are rounded to the minute,
 * hour or day of opening, finer for younger cases: a million cases take no more memory than a thousand. A reopened case
 * counts as open since its first opening.
 */
export const queueChart: Chart = {
  series: AGES,
  totals: { waiting: 'count', oldest: 'hours', late: 'count', opened: 'count', closed: 'count' },
  listPoints: (db, period) =>
    countParts(db, period, AGES, [
      waitingAges(period),
      countOf('opened', 'review_case', 'opened_at', period),
      countOf('closed', 'review_case', 'closed_at', period),
    ]),
  findTotals: (db, period) => {
    const { to } = period
    return findValues(
      db,
      sql`select count(*) filter (where waits) as waiting, count(*) filter (where waits and due_at < ${to}) as late,
        (extract(epoch from ${to}::timestamptz - min(opened_at) filter (where waits)) / 3600)::float8 as oldest,
        count(*) filter (where ${inPeriod('opened_at', period)}) as opened,
        count(*) filter (where ${inPeriod('closed_at', period)}) as closed
      from (
        select opened_at, closed_at, due_at, closed_at is null or closed_at >= ${to} as waits from review_case
        where opened_at < ${to} and (closed_at is null or closed_at >= ${period.from})) seen`,
    )
  },
}

/** Counts each case at the end of every part of the period in which it waited, from its opening to its close. */
function waitingAges(period: Period): Sql {
  const { from, to } = period
  const ends = raw('(select array_agg(until order by until) from part)')
  return sql`
    select n, max(total) as waiting,
      max(extract(epoch from until - opened) / 3600) filter (where younger < total * 0.5 and younger + cases >= total * 0.5) as age_median,
      max(extract(epoch from until - opened) / 3600) filter (where younger < total * 0.95 and younger + cases >= total * 0.95) as age_p95
    from (
      select n, until, opened, cases, sum(cases) over (partition by n) as total,
        sum(cases) over (partition by n order by opened desc) - cases as younger
      from (
        select n, until, opened, sum(cases) as cases
        from (
          select ${openedIn(period)} as opened, count(*) as cases,
            width_bucket(opened_at, ${ends}) as before,
            case when closed_at is null then (select max(n) from part) else width_bucket(closed_at, ${ends}) end as last
          from review_case where opened_at < ${to} and (closed_at is null or closed_at >= ${from})
          group by opened, before, last) alike
        join part on part.n > alike.before and part.n <= alike.last
        group by n, until, opened) standing) ranked
    group by n`
}

/** Cases opened within this time before the period are rounded to the finer of two units. */
const FINE_BEFORE = { five_minutes: '6 hours', hour: '6 hours', day: '2 days' } as const

const openedIn = ({ from, step }: Period): Sql => {
  const [fine, coarse] = step === 'day' ? ['hour', 'day'] : ['minute', 'hour']
  return sql`case when opened_at >= ${from}::timestamptz - ${FINE_BEFORE[step]}::interval
    then date_trunc(${fine}, opened_at) else date_trunc(${coarse}, opened_at) end`
}

const countOf = (name: string, table: string, time: string, period: Period): Sql => sql`
  select ${partOf(time)} as n, count(*) as ${raw(name)} from ${raw(table)} where ${inPeriod(time, period)} group by 1`

const DECIDED = { decided: 'count', late: 'count', median: 'hours', p95: 'hours' } as const

const decidedIn = (period: Period): Sql => sql`
  select decided_at, decided_at > due_at as late, extract(epoch from decided_at - opened_at) / 3600 as hours
  from decision join review_case on review_case.id = decision.case_id
  where conclusion <> 'escalate' and ${inPeriod('decided_at', period)}`

const MEASURED = raw(`count(*) as decided, count(*) filter (where late) as late,
  (percentile_cont(0.5) within group (order by hours))::float8 as median,
  (percentile_cont(0.95) within group (order by hours))::float8 as p95`)

/** Measures the time from a case's opening to its decision. An escalation is no decision. */
export const decisionChart = countedChart(DECIDED, { counts: MEASURED, of: decidedIn, time: 'decided_at' })

const LOOKED = { looked: 'count', agreed: 'count', differed: 'count', looked_late: 'count' } as const

const lookedIn = (period: Period): Sql => sql`
  select looked_at, looked_at > due_at as late, answer.conclusion = 'no_violation' as agreed
  from qa_sample join decision answer on answer.id = qa_sample.answer_id where ${inPeriod('looked_at', period)}`

/** Counts QA samples by the time of their quality review. */
export const qaSampleChart = countedChart(LOOKED, {
  counts:
    raw(`count(*) as looked, count(*) filter (where agreed) as agreed, count(*) filter (where not agreed) as differed,
    count(*) filter (where late) as looked_late`),
  of: lookedIn,
  time: 'looked_at',
})

const HOURLY = { reports: 'a_day', decisions: 'a_day' } as const

/** Counts reports and decisions by the hour of the day, on average over the period. */
export const loadChart: Chart = {
  series: HOURLY,
  totals: { reports: 'count', decisions: 'count' },
  listPoints: async (db, period) => {
    const { from, to, zone } = period
    const hourly = (table: string, time: string) => sql`
      select extract(hour from ${raw(time)} at time zone ${zone})::integer as hour, count(*) as seen from ${raw(table)}
      where ${inPeriod(time, period)} group by 1`
    const { rows } = await db.query<{ hour: number; reports: number; decisions: number }>(sql`
      select hour, (coalesce(report.seen, 0) / days.long)::float8 as reports, (coalesce(decision.seen, 0) / days.long)::float8 as decisions
      from generate_series(0, 23) hour
      cross join (select greatest(extract(epoch from ${to}::timestamptz - ${from}::timestamptz) / 86400, 1) as long) days
      left join (${hourly('report', 'received_at')}) report using (hour)
      left join (${hourly('decision', 'decided_at')}) decision using (hour) order by hour`)
    return rows.map(({ hour, ...values }) => ({ at: null, until: null, hour, values }))
  },
  findTotals: (db, period) =>
    findValues(
      db,
      sql`select (select count(*) from report where ${inPeriod('received_at', period)}) as reports,
        (select count(*) from decision where ${inPeriod('decided_at', period)}) as decisions`,
    ),
}
