import sql, { join, type Sql } from 'sql-template-tag'
import { isAtPlatform } from '../../cases/list/at-platform.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { IS_WAITING_ALLOWED, readerOf } from './may-see.ts'
import { type Asked, type FoundNotice, isInTurn, microsOf } from './notice-filter.ts'

/**
 * SQL query: the reports that trusted flaggers sent by API key and that wait for their case. Those of a flagger whose
 * status is over are none of them: they come to their cases like reports of others.
 */
export const WAITING_REPORTS = sql`
  select waiting.report_id as id, waiting.received_at, waiting.subject, waiting.report ->> 'category' as category,
    waiting.report ->> 'ground' as ground, lower(waiting.report ->> 'language') as language, flagger.id as flagger_id,
    flagger.name as flagger_name
  from report_inbox waiting join api_key key on key.id = waiting.key_id
    join trusted_flagger flagger on flagger.id = key.flagger_id
  where is_flagger_active(flagger) and waiting.report ? 'reporterId'`

/** Finds the newest reports of trusted flaggers that wait for their case and that the reader may see. */
export const findWaiting = (db: Queryable, asked: Asked): Promise<FoundNotice[]> =>
  db.list<FoundNotice>(sql`
    with ${readerOf(asked)}
    select notice.id, ${microsOf(sql`notice.received_at`)} as micros, 'received' as state
    from (${WAITING_REPORTS}) notice cross join person
    where ${join([...conditionsOf(asked), IS_WAITING_ALLOWED], ' and ')}
    order by notice.received_at desc, notice.id desc limit ${asked.size}`)

function conditionsOf(asked: Asked): Sql[] {
  const { category, platform, language, flagger, late } = asked.filter
  return [
    ...isInTurn(asked, sql`notice.received_at`, sql`notice.id`),
    ...(category === undefined ? [] : [sql`notice.category = ${category}`]),
    ...(platform === undefined ? [] : [isAtPlatform(sql`notice.subject`, platform)]),
    ...(language === undefined ? [] : [sql`split_part(notice.language, '-', 1) = ${language}`]),
    ...(flagger === undefined || flagger === 'any' ? [] : [sql`notice.flagger_id = ${flagger}`]),
    // Only one with a case can be late.
    ...(late === true ? [sql`false`] : []),
  ]
}
