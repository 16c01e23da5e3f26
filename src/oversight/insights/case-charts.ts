import sql, { raw } from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import {
  type Chart,
  countedChart,
  countGroups,
  countParts,
  inPeriod,
  joinGroups,
  type Point,
  type RowsOf,
} from './chart.ts'
import {
  type Columns,
  type Cut,
  caseColumns,
  divisionOf,
  isIn,
  isOfPlatform,
  policyOfDecision,
  type Slice,
} from './slice.ts'
import { decisionParts, decisionTotals, listDecisionGroups } from './snapshots/decisions.ts'
import { flowHours, flowTotals, listFlowGroups } from './snapshots/flows.ts'
import { findCountedHours } from './snapshots/waiting.ts'

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
  select decided_at, decided_at > due_at as late, decision_age_minutes(decided_at, opened_at) as age,
    ${divisionOf(DECISION_COLUMNS, slice)}
  from decision join review_case on review_case.id = decision.case_id
  where conclusion <> 'escalate' and ${inPeriod('decided_at', slice.period)} and ${isIn(DECISION_COLUMNS, slice)}`

const MEASURED = raw(`count(*) as decided, count(*) filter (where late) as late,
  percentile_disc(0.5) within group (order by age) / 60.0 as median,
  percentile_disc(0.95) within group (order by age) / 60.0 as p95`)

const uncounted = countedChart(DECIDED, {
  counts: MEASURED,
  of: decidedIn,
  time: 'decided_at',
  dimensions: ['queue', 'policy', 'language', 'platform'],
})

/** True when no snapshot has the answer: policies, of which some are withheld now, and platforms. */
const isUncounted = (slice: Slice): boolean =>
  slice.by === 'policy' || slice.filter.policy !== undefined || isOfPlatform(slice)

/**
 * Measures the time from a case's opening to its decision, rounded like the ages of waiting cases. An escalation is no
 * decision.
 */
export const decisionChart: Chart = {
  series: DECIDED,
  totals: DECIDED,
  dimensions: uncounted.dimensions,
  listGroups: (db, asked) => (isUncounted(asked) ? uncounted.listGroups(db, asked) : listDecisionGroups(db, asked)),
  listPoints: (db, cut) =>
    isUncounted(cut) ? uncounted.listPoints(db, cut) : countParts(db, cut, DECIDED, decisionParts(cut)),
  listTotals: (db, cut) =>
    isUncounted(cut) ? uncounted.listTotals(db, cut) : countGroups(db, cut, DECIDED, decisionTotals(cut)),
}

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
  dimensions: ['queue', 'policy', 'language', 'platform'],
})

const HOURLY = { reports: 'a_day', decisions: 'a_day' } as const
const LOADED = { reports: 'count', decisions: 'count' } as const
const ARRIVALS = ['reports', 'decisions'] as const

/** Counts reports and decisions by the hour of the day, on average over the period. */
export const loadChart: Chart = {
  series: HOURLY,
  totals: LOADED,
  dimensions: ['queue', 'language', 'platform'],
  findCounted: findCountedHours,
  listGroups: (db, asked) => listFlowGroups(db, { ...asked, isByHour: true }, ARRIVALS),
  listPoints: (db, cut) => listHours(db, { ...cut, isByHour: true }),
  listTotals: (db, cut) => countGroups(db, cut, LOADED, flowTotals({ ...cut, isByHour: true }, ARRIVALS)),
}

async function listHours(db: Queryable, cut: Cut): Promise<Point[]> {
  const { from, to } = cut.period
  const rows = await db.list<{ hour: number; g: number; reports: number; decisions: number }>(sql`
    select hour, g, (coalesce(reports, 0) / days.long)::float8 as reports,
      (coalesce(decisions, 0) / days.long)::float8 as decisions
    from generate_series(0, 23) hour cross join generate_series(1, ${cut.groups.length}::integer) g
    cross join (select greatest(extract(epoch from ${to}::timestamptz - ${from}::timestamptz) / 86400, 1) as long) days
    left join (${flowHours(cut, ARRIVALS)}) arrived using (hour, g) order by hour, g`)
  return joinGroups(rows.map(({ hour, g, ...values }) => ({ at: null, until: null, hour, g, values })))
}
