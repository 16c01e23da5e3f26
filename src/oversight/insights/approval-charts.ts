import sql, { raw, type Sql } from 'sql-template-tag'
import { type Chart, countGroups, countParts, inPeriod, partOf, type RowsOf } from './chart.ts'
import { type Cut, ENFORCEMENT_COLUMNS, groupOf, isIn, listGroups, divisionOf } from './slice.ts'

/** An approval within fewer seconds than this counts as given without reading. */
const FAST_SECONDS = 10
/** A person with at least this many answers and no decline counts as one who never declines. */
const ANSWERS_MIN = 5
/** The fewest people behind a count: fewer would identify one person. */
const PEOPLE_MIN = 3

const ANSWERED = { asked: 'count', agreed: 'count', declined: 'count', fast: 'count', median: 'minutes' } as const

/** The enforcements that wait no longer: of others, a count would tell an approver of votes before their own review. */
const ENDED = sql`join enforcement on enforcement.id = asked.enforcement_id and not is_waiting(enforcement.state)
  left join review_case on review_case.id = enforcement.case_id`

const answersIn: RowsOf = (slice) => sql`
  select asked.answer, asked.signed_at, asked.staff_id, extract(epoch from asked.signed_at - offer.offered_at) as seconds,
    ${divisionOf(ENFORCEMENT_COLUMNS, slice)}
  from approval asked ${ENDED} left join enforcement_offer offer using (enforcement_id, staff_id)
  where asked.answer in ('agree', 'decline') and ${inPeriod('asked.signed_at', slice.period)}
    and ${isIn(ENFORCEMENT_COLUMNS, slice)}`

const offersIn: RowsOf = (slice) => sql`
  select asked.offered_at, ${divisionOf(ENFORCEMENT_COLUMNS, slice)} from enforcement_offer asked ${ENDED}
  where ${inPeriod('asked.offered_at', slice.period)} and ${isIn(ENFORCEMENT_COLUMNS, slice)}`

const ANSWER_COUNTS = raw(`count(*) filter (where answer = 'agree') as agreed,
  count(*) filter (where answer = 'decline') as declined,
  count(*) filter (where answer = 'agree' and seconds < ${FAST_SECONDS}) as fast,
  (percentile_cont(0.5) within group (order by seconds / 60))::float8 as median`)

const offers = (counted: Sql, by: Sql): Sql => sql`select ${by}, count(*) as asked from (${counted}) counted`

/**
 * Counts the offers and answers of approvers, agreements that came too fast, and people who never declined. Names no
 * person, and leaves out a count that would identify one.
 */
export const approvalChart: Chart = {
  series: ANSWERED,
  totals: { ...ANSWERED, people: 'people', always_yes: 'people' },
  wholeOnly: ['fast', 'people', 'always_yes'],
  dimensions: ['queue', 'policy', 'language', 'platform'],
  listGroups: (db, asked) =>
    listGroups(
      db,
      sql`select value from (${offersIn(asked)}) offered union all select value from (${answersIn(asked)}) answered`,
    ),
  listPoints: (db, cut) =>
    countParts(db, cut, ANSWERED, [
      sql`${offers(offersIn(cut), sql`${partOf('offered_at')} as n, ${groupOf(cut)} as g`)} group by 1, 2`,
      sql`select ${partOf('signed_at')} as n, ${groupOf(cut)} as g, ${ANSWER_COUNTS} from (${answersIn(cut)}) answered group by 1, 2`,
    ]),
  listTotals: (db, cut) => countGroups(db, cut, approvalChart.totals, totalsOf(cut)),
}

/** The totals of each group; of fewer people than the least, the count that would point at one is null. */
const totalsOf = (cut: Cut): Sql => sql`
  with answered as materialized (select ${groupOf(cut)} as g, answered.* from (${answersIn(cut)}) answered),
    person as (select g, count(*) as answers, count(*) filter (where answer = 'decline') as declined
      from answered group by g, staff_id)
  select g, asked, agreed, declined, fast, median, coalesce(people, 0) as people, always_yes
  from generate_series(1, ${cut.groups.length}::integer) g
  left join (${offers(offersIn(cut), sql`${groupOf(cut)} as g`)} group by 1) offered using (g)
  left join (select g, ${ANSWER_COUNTS} from answered group by g) counted using (g)
  left join (
    select g, count(*) as people,
      case when count(*) >= ${PEOPLE_MIN} then count(*) filter (where declined = 0 and answers >= ${ANSWERS_MIN}) end as always_yes
    from person group by g) persons using (g)`
