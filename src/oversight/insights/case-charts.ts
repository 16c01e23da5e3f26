import sql, { raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { type Chart, countedChart, countGroups, inPeriod, joinGroups, type Point, type RowsOf } from './chart.ts'
import {
  caseColumns,
  type Columns,
  type Cut,
  groupOf,
  isIn,
  isSliced,
  listGroups,
  policyOfDecision,
  divisionOf,
} from './slice.ts'

const CASE_COLUMNS = caseColumns()

/** The columns of a decision and its case, from the tables of those names. */
const DECISION_COLUMNS: Required<Columns> = {
  ...CASE_COLUMNS,
  policy: policyOfDecision({
    policy: 'decision.policy_id',
    subject: 'review_case.subject',
    account: 'review_case.account_id',
  }),
}

const DECIDED = { decided: 'count', late: 'count', median: 'hours', p95: 'hours' } as const

const decidedIn: RowsOf = (slice) => sql`
  select decided_at, decided_at > due_at as late, extract(epoch from decided_at - opened_at) / 3600 as hours,
    ${divisionOf(DECISION_COLUMNS, slice)}
  from decision join review_case on review_case.id = decision.case_id
  where conclusion <> 'escalate' and ${inPeriod('decided_at', slice.period)} and ${isIn(DECISION_COLUMNS, slice)}`

const MEASURED = raw(`count(*) as decided, count(*) filter (where late) as late,
  (percentile_cont(0.5) within group (order by hours))::float8 as median,
  (percentile_cont(0.95) within group (order by hours))::float8 as p95`)

/** Measures the time from a case's opening to its decision. An escalation is no decision. */
export const decisionChart = countedChart(DECIDED, {
  counts: MEASURED,
  of: decidedIn,
  time: 'decided_at',
  dimensions: ['queue', 'policy', 'language'],
})

const LOOKED = { looked: 'count', agreed: 'count', differed: 'count', looked_late: 'count' } as const

const lookedIn: RowsOf = (slice) => sql`
  select looked_at, looked_at > qa_sample.due_at as late, decision.conclusion = 'no_violation' as agreed,
    ${divisionOf(DECISION_COLUMNS, slice)}
  from qa_sample join decision on decision.id = qa_sample.answer_id join review_case on review_case.id = qa_sample.case_id
  where ${inPeriod('looked_at', slice.period)} and ${isIn(DECISION_COLUMNS, slice)}`

/** Counts QA samples by the time of their quality review. The policy is that of the second reviewer. */
export const qaSampleChart = countedChart(LOOKED, {
  counts:
    raw(`count(*) as looked, count(*) filter (where agreed) as agreed, count(*) filter (where not agreed) as differed,
    count(*) filter (where late) as looked_late`),
  of: lookedIn,
  time: 'looked_at',
  dimensions: ['queue', 'policy', 'language'],
})

const HOURLY = { reports: 'a_day', decisions: 'a_day' } as const
const LOADED = { reports: 'count', decisions: 'count' } as const

/** The reports or the decisions of a slice, with the times by which they are counted. */
const arrivedIn =
  (table: 'report' | 'decision', time: string): RowsOf =>
  (slice) =>
    sql`
  select ${raw(time)} as at, ${divisionOf(CASE_COLUMNS, slice)} from ${raw(table)}
  ${isSliced(slice) ? raw(`join review_case on review_case.id = ${table}.case_id`) : raw('')}
  where ${inPeriod(time, slice.period)} and ${isIn(CASE_COLUMNS, slice)}`

const reportsIn = arrivedIn('report', 'received_at')
const decisionsIn = arrivedIn('decision', 'decided_at')

/** Counts reports and decisions by the hour of the day, on average over the period. */
export const loadChart: Chart = {
  series: HOURLY,
  totals: LOADED,
  dimensions: ['queue', 'language'],
  listGroups: (db, asked) => listGroups(db, sql`${reportsIn(asked)} union all ${decisionsIn(asked)}`),
  listPoints,
  listTotals: (db, cut) => {
    const counted = (rows: Sql, name: string) => sql`
      select ${groupOf(cut)} as g, count(*) as ${raw(name)} from (${rows}) arrived group by 1`
    return countGroups(
      db,
      cut,
      LOADED,
      sql`select g, reports, decisions from (${counted(reportsIn(cut), 'reports')}) reported
        full join (${counted(decisionsIn(cut), 'decisions')}) decided using (g)`,
    )
  },
}

async function listPoints(db: Queryable, cut: Cut): Promise<Point[]> {
  const { from, to, zone } = cut.period
  const hourly = (rows: Sql) => sql`
    select extract(hour from at at time zone ${zone})::integer as hour, ${groupOf(cut)} as g, count(*) as seen
    from (${rows}) arrived group by 1, 2`
  const rows = await db.list<{ hour: number; g: number; reports: number; decisions: number }>(sql`
    select hour, g, (coalesce(reported.seen, 0) / days.long)::float8 as reports,
      (coalesce(decided.seen, 0) / days.long)::float8 as decisions
    from generate_series(0, 23) hour cross join generate_series(1, ${cut.groups.length}::integer) g
    cross join (select greatest(extract(epoch from ${to}::timestamptz - ${from}::timestamptz) / 86400, 1) as long) days
    left join (${hourly(reportsIn(cut))}) reported using (hour, g)
    left join (${hourly(decisionsIn(cut))}) decided using (hour, g) order by hour, g`)
  return joinGroups(rows.map(({ hour, g, ...values }) => ({ at: null, until: null, hour, g, values })))
}
