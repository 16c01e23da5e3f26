import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { fromSampled, IS_LATE, IS_UNANSWERED, NOTICE_STATE, OF_CASE } from './find-notices.ts'
import { WAITING_REPORTS } from './find-waiting.ts'
import { IS_CASE_ALLOWED, IS_WAITING_ALLOWED, isAllowed, readerOf } from './may-see.ts'
import { IS_OVER, type NoticeState, type Reader } from './notice-filter.ts'

/** The notices of a kind that are counted. A reader of more narrows the list. */
export const COUNTED_MAX = 2_000

interface Counted {
  /** The states that have notices, with their number, and the number of those whose time is over. */
  counts: { state: NoticeState; count: number; late: number }[]
  /** The number of notices that were looked at, of the kind that has more. */
  seen: number
}

/**
 * Counts the notices without an answer that the reader may see, by state. Of those with a case the oldest count, which are
 * late first; of the others the newest.
 */
export const countNotices = (db: Queryable, reader: Reader): Promise<Counted> =>
  db.only<Counted>(sql`
    with ${readerOf(reader)},
    waiting as materialized (select * from notice where ${IS_UNANSWERED} and accepted_at is null
      order by made_at desc, id desc limit ${COUNTED_MAX + 1}),
    accepted as materialized (select * from notice where ${IS_UNANSWERED} and accepted_at is not null
      order by made_at, id limit ${COUNTED_MAX + 1}),
    each as (
      select ${NOTICE_STATE} as state, ${IS_LATE} as late
      from (select * from waiting union all select * from accepted) notice ${OF_CASE} where ${isAllowed(reader)}
      union all
      select 'open', ${IS_OVER} from ${fromSampled(reader.staffId)} and ${IS_CASE_ALLOWED}
      union all
      select 'open', ${IS_OVER}
      from (select * from flagger_report order by received_at desc, report_id desc limit ${COUNTED_MAX + 1}) sent
        cross join lateral (select * from review_case known where known.id = sent.case_id limit 1) candidate cross join person
      where candidate.closed_at is null and ${IS_CASE_ALLOWED}
        and not exists (select from notice where notice.case_id = sent.case_id and notice.report_id = sent.report_id)
      union all
      select 'received', false
      from (${WAITING_REPORTS} order by waiting.received_at desc limit ${COUNTED_MAX + 1}) notice cross join person
      where ${IS_WAITING_ALLOWED}),
    counted as (
      select state, count(*)::integer as count, (count(*) filter (where late))::integer as late from each group by state)
    select coalesce((select json_agg(counted) from counted), '[]') as counts,
      (select greatest((select count(*) from waiting), (select count(*) from accepted))::integer) as seen`)
