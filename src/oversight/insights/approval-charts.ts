import sql, { raw, type Sql } from 'sql-template-tag'
import { type Chart, countParts, findValues, inPeriod, partOf } from './chart.ts'
import type { Period } from './period.ts'

/** A yes this soon after being asked was not looked at. */
const FAST_SECONDS = 10
/** Somebody who answered fewer has not answered enough to be said never to decline. */
const ANSWERS_MIN = 5
/** Of fewer people a count would point at somebody. */
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
 * Whom the desk asked and what they answered; how many said yes too soon to have looked, and how many people never said
 * anything else. Never who: a number of people is told only where it points at nobody.
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
