import sql, { type Sql } from 'sql-template-tag'
import { MAY_OPEN } from '../../cases/claims/who-fits.ts'
import { listPossibleQueues } from '../../cases/routing/route-case.ts'
import { CATEGORIES, type Category, GROUNDS, type Ground } from '../../foundation/domain.ts'
import { KIND_RULES, NOTICE_KINDS } from '../public/notices/notice-kinds.ts'
import { IS_OWED, owedBy, type Reader } from './notice-filter.ts'

/** A way in which a notice comes, by which the queues are known that it can come to. */
interface Way {
  /** The name of the way, in queries. */
  comesAs: string
  category: Category
  ground: Ground
}

/** The ways of notices by the form, and of reports of trusted flaggers that wait for their case. */
const WAYS: readonly Way[] = [
  ...NOTICE_KINDS.map((kind): Way => ({ comesAs: kind, category: KIND_RULES[kind].category, ground: 'illegal' })),
  ...CATEGORIES.flatMap((category) =>
    GROUNDS.map((ground): Way => ({ comesAs: `${category} ${ground}`, category, ground })),
  ),
]

/** SQL queries: the reader, what they are to judge without knowing it, and the queues in which a notice may come. */
export function readerOf({ staffId, policies }: Reader): Sql {
  const possible = WAYS.flatMap(({ comesAs, category, ground }) =>
    listPossibleQueues(policies, category, ground).map(({ clearances, employer, site }) => ({
      ...{ comesAs, clearances, employer, site },
    })),
  )
  return sql`
    person as materialized (select * from staff where id = ${staffId}), ${owedBy(staffId)},
    possible as materialized (select "comesAs" as comes_as, clearances as queue_clearances, employer, site
      from json_to_recordset(${JSON.stringify(possible)}::json)
        given("comesAs" text, clearances text[], employer text, site text))`
}

/** SQL expression: the account that a `notice` is about. */
export const ACCOUNT_OF_NOTICE = sql`coalesce(subject_id(notice.subject, 'account'),
  (select content.account_id from content where content.id = subject_id(notice.subject, 'content')))`

/**
 * SQL condition: the person may open each case that a `notice` without one could come to, and all there are about its
 * subject. An unknown account counts as protected, and no person sees one that comes in an unknown way.
 */
const mayReach = (comesAs: Sql): Sql => sql`(exists (select from possible where possible.comes_as = ${comesAs})
  and not exists (
    select from (select notice.subject, ${ACCOUNT_OF_NOTICE} as account_id, '{}'::text[] as clearances,
        queue_clearances, employer, site
      from possible where possible.comes_as = ${comesAs}) candidate where (${MAY_OPEN}) is not true)
  and not exists (select from review_case candidate where candidate.subject = notice.subject and (${MAY_OPEN}) is not true))`

const MAY_SEE_UNOPENED = mayReach(sql`notice.kind`)

/** SQL condition: the reader may see the report `notice` of a trusted flagger, which waits for its case. */
export const IS_WAITING_ALLOWED = mayReach(sql`(notice.category || ' ' || notice.ground)`)

/** SQL condition: a `notice` is answered, and the answer stands. */
export const IS_ANSWERED = sql`(notice.outcome is not null and notice.reopened_at is null)`

/** SQL condition: another person judges the case of an answered `notice` again, as if it were new. */
const isSampled = (staffId: string): Sql => sql`exists (select from qa_sample
  where qa_sample.case_id = candidate.id and qa_sample.looked_at is null and qa_sample.first_reviewer <> ${staffId})`

/**
 * SQL condition: the reader may see a `notice` with its `candidate`, the case that answers it. Nothing shows what is
 * hidden from them elsewhere: what was decided, until their own judgement, and a pause of its sender. Without the SQL `case` the planner expects
 * hardly any row, and reads all notices instead of the newest.
 */
export const isAllowed = ({ staffId, seesStandings }: Reader): Sql => sql`case
  when notice.accepted_at is null and notice.paused_by is not null and not ${seesStandings} then false
  when notice.case_id is null then ${MAY_SEE_UNOPENED}
  when (${MAY_OPEN}) is not true then false
  when notice.answering_case_id is not null and not exists (select from review_case candidate
    where candidate.id = notice.case_id and ${MAY_OPEN}) then false
  when (candidate.closed_at is not null or ${IS_ANSWERED}) and ${IS_OWED} then false
  when ${IS_ANSWERED} and ${isSampled(staffId)} then false
  else true end`

/** SQL condition: the reader may see the `candidate` of a trusted flagger's report. */
export const IS_CASE_ALLOWED = sql`case when (${MAY_OPEN}) is not true then false
  when candidate.closed_at is not null and ${IS_OWED} then false else true end`
