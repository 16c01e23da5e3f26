import sql, { raw, type Sql } from 'sql-template-tag'
import { type Chart, countParts, findValues, inPeriod, partOf } from './chart.ts'
import type { Period } from './period.ts'

/** An approval within fewer seconds than this counts as given without reading. */
const FAST_SECONDS = 10
/** A person with at least this many answers and no decline counts as one who never declines. */
const ANSWERS_MIN = 5
/** The fewest people behind a count: fewer would identify one person. */
const PEOPLE_MIN = 3

const ANSWERED = { asked: 'count', agreed: 'count', declined: 'count', fast: 'count', median: 'minutes' } as const

const answersIn = (period: Period): Sql => sql`
  select answer, signed_at, approval.staff_id, extract(epoch from signed_at - offered_at) as seconds
  from approval left join enforcement_offer offer using (enforcement_id, staff_id)
  where answer in ('agree', 'decline') and ${inPeriod('signed_at', period)}`

const ANSWER_COUNTS = raw(`count(*) filter (where answer = 'agree') as agreed,
  count(*) filter (where answer = 'decline') as declined,
  count(*) filter (where answer = 'agree' and seconds < ${FAST_SECONDS}) as fast,
  (percentile_cont(0.5) within group (order by seconds / 60))::float8 as median`)

/**
 * Counts the offers and answers of approvers, agreements that came too fast, and people who never declined. Names no
 * person, and leaves out a count that would identify one.
 */
export const approvalChart: Chart = {
  series: ANSWERED,
  totals: { ...ANSWERED, people: 'people', always_yes: 'people' },
  listPoints: (db, period) =>
    countParts(db, period, ANSWERED, [
      sql`select ${partOf('offered_at')} as n, count(*) as asked from enforcement_offer where ${inPeriod('offered_at', period)} group by 1`,
      sql`select ${partOf('signed_at')} as n, ${ANSWER_COUNTS} from (${answersIn(period)}) answered group by 1`,
    ]),
  findTotals: (db, period) =>
    findValues(
      db,
      sql`with answered as materialized (${answersIn(period)}),
        person as (
          select count(*) as answers, count(*) filter (where answer = 'decline') as declined from answered group by staff_id)
      select ${ANSWER_COUNTS}, (select count(*) from enforcement_offer where ${inPeriod('offered_at', period)}) as asked,
        (select count(*) from person) as people,
        (select case when count(*) >= ${PEOPLE_MIN} then count(*) filter (where declined = 0 and answers >= ${ANSWERS_MIN}) end
          from person) as always_yes
      from answered`,
    ),
}
