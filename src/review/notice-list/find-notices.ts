import sql, { empty, join, raw, type Sql } from 'sql-template-tag'
import { isAtPlatform } from '../../cases/list/at-platform.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import type { Category } from '../../foundation/domain.ts'
import { KIND_RULES, NOTICE_KINDS } from '../public/notices/notice-kinds.ts'
import { IS_ANSWERED, IS_CASE_ALLOWED, isAllowed, readerOf } from './may-see.ts'
import {
  type Asked,
  type FoundNotice,
  IS_OVER,
  isInTurn,
  microsOf,
  type NoticeFilter,
  type NoticeState,
  owedBy,
  type Standing,
} from './notice-filter.ts'

/**
 * The case whose decision answers a notice: its own, or one that took its place. The limit lets the planner find the case
 * of each row: it would read all cases for a list that is as long as some of them.
 */
export const OF_CASE = sql`left join lateral (select * from review_case known
  where known.id = coalesce(notice.answering_case_id, notice.case_id) limit 1) candidate on true cross join person`

/** SQL condition: a `notice` waits for its answer. It has the words of the index of such notices. */
export const IS_UNANSWERED = sql`(notice.outcome is null or notice.reopened_at is not null)`

/** SQL expression: the state of a `notice` whose answer is not withheld. */
export const NOTICE_STATE = sql`case
  when notice.accepted_at is null and notice.paused_by is not null then 'paused'
  when notice.accepted_at is null and notice.due_at is null then 'unconfirmed'
  when notice.accepted_at is null then 'received'
  when ${IS_ANSWERED} then 'answered'
  when candidate.closed_at is null then 'open' else 'decided' end`

const IN_STATE: Readonly<Record<NoticeState, Sql>> = {
  unconfirmed: sql`notice.accepted_at is null and notice.paused_by is null and notice.due_at is null`,
  paused: sql`notice.accepted_at is null and notice.paused_by is not null`,
  received: sql`notice.accepted_at is null and notice.paused_by is null and notice.due_at is not null`,
  open: sql`${IS_UNANSWERED} and notice.accepted_at is not null and candidate.closed_at is null`,
  decided: sql`${IS_UNANSWERED} and notice.accepted_at is not null and candidate.closed_at is not null`,
  answered: IS_ANSWERED,
}

const NOT = raw('not')

/** SQL condition: a `notice` is open, and its time is over. */
export const IS_LATE = sql`(${IN_STATE.open} and ${IS_OVER})`

/** Finds the newest notices by the form that the reader may see. */
export const findNotices = (db: Queryable, asked: Asked): Promise<FoundNotice[]> =>
  db.list<FoundNotice>(sql`
    with ${readerOf(asked)}
    select notice.id, ${microsOf(sql`notice.made_at`)} as micros, ${NOTICE_STATE} as state
    from notice ${OF_CASE}
    where ${join([...conditionsOf(asked), ...stateOf(asked.filter), isAllowed(asked)], ' and ')}
    order by notice.made_at desc, notice.id desc limit ${asked.size}`)

/** SQL: answered notices whose case waits to be judged again by another person than this one, up to a condition. */
export const fromSampled = (staffId: string): Sql => sql`qa_sample
      join notice on notice.case_id = qa_sample.case_id and notice.answering_case_id is null
      join review_case candidate on candidate.id = notice.case_id cross join person
    where qa_sample.looked_at is null and qa_sample.first_reviewer <> ${staffId} and ${IS_ANSWERED}`

/**
 * Finds answered notices whose case the reader may judge again as a QA sample. To them it is a new case, so its notices
 * are open.
 */
export const findSampled = (db: Queryable, asked: Asked): Promise<FoundNotice[]> =>
  db.list<FoundNotice>(sql`
    with ${readerOf(asked)}
    select notice.id, ${microsOf(sql`notice.made_at`)} as micros, 'open' as state
    from ${fromSampled(asked.staffId)}
      and ${join([...conditionsOf(asked), ...(asked.filter.late === undefined ? [] : [isTrue(IS_OVER, asked.filter.late)]), IS_CASE_ALLOWED], ' and ')}
    order by notice.made_at desc, notice.id desc limit ${asked.size}`)

/** Finds the newest reports that trusted flaggers sent by API key. Those that they sent by the form are notices. */
export const findOfFlaggers = (db: Queryable, asked: Asked): Promise<FoundNotice[]> =>
  db.list<FoundNotice>(sql`
    with person as materialized (select * from staff where id = ${asked.staffId}), ${owedBy(asked.staffId)}
    select sent.report_id as id, ${microsOf(sql`sent.received_at`)} as micros,
      case when candidate.closed_at is null then 'open' else 'decided' end as state
    from flagger_report sent join review_case candidate on candidate.id = sent.case_id cross join person
    where not exists (select from notice where notice.case_id = sent.case_id and notice.report_id = sent.report_id)
      and ${join([...conditionsOfReport(asked), IS_CASE_ALLOWED], ' and ')}
    order by sent.received_at desc, sent.report_id desc limit ${asked.size}`)

const isTrue = (condition: Sql, wanted: boolean): Sql => sql`(${condition}) is ${wanted ? empty : NOT} true`

function stateOf({ state, late }: NoticeFilter): Sql[] {
  return [
    ...(state === undefined ? [] : [IN_STATE[state]]),
    ...(late === undefined ? [] : [late ? IS_LATE : sql`${IS_LATE} is not true`]),
  ]
}

const kindsOf = (category: Category) => NOTICE_KINDS.filter((kind) => KIND_RULES[kind].category === category)

function conditionsOf(asked: Asked): Sql[] {
  const { kind, category, platform, language, flagger, sender } = asked.filter
  return [
    ...isInTurn(asked, sql`notice.made_at`, sql`notice.id`),
    ...(kind === undefined ? [] : [sql`notice.kind = ${kind}`]),
    ...(category === undefined ? [] : [sql`notice.kind = any (${kindsOf(category)})`]),
    ...(platform === undefined ? [] : [isAtPlatform(sql`notice.subject`, platform)]),
    ...(language === undefined ? [] : [sql`notice.language = ${language}`]),
    ...(flagger === undefined ? [] : [isOfFlagger(flagger)]),
    ...(sender === undefined ? [] : [isOfSender(sender)]),
  ]
}

function conditionsOfReport(asked: Asked): Sql[] {
  const { state, category, platform, language, flagger, late } = asked.filter
  return [
    ...isInTurn(asked, sql`sent.received_at`, sql`sent.report_id`),
    ...(state === undefined ? [] : [sql`candidate.closed_at is ${state === 'open' ? empty : NOT} null`]),
    ...(category === undefined ? [] : [sql`sent.category = ${category}`]),
    ...(platform === undefined ? [] : [isAtPlatform(sql`candidate.subject`, platform)]),
    ...(language === undefined ? [] : [sql`split_part(lower(candidate.language), '-', 1) = ${language}`]),
    ...(flagger === undefined || flagger === 'any' ? [] : [sql`sent.flagger_id = ${flagger}`]),
    ...(late === undefined ? [] : [isTrue(sql`candidate.closed_at is null and ${IS_OVER}`, late)]),
  ]
}

const isOfFlagger = (flagger: string): Sql => sql`(notice.case_id, notice.report_id) in (
  select sent.case_id, sent.report_id from flagger_report sent
  ${flagger === 'any' ? empty : sql`where sent.flagger_id = ${flagger}`})`

/** SQL condition on a misuse_sender: marks of it count, or a pause of it runs. */
const HAS_STANDING: Readonly<Record<Standing, Sql>> = {
  marked: sql`exists (select from counted_marks(known.id, 'unfounded'))`,
  paused: sql`running_pause('reporter', known.person_id) is not null`,
}

/** Senders with marks or a pause are few: the rows of their confirmed addresses are found first. */
const isOfSender = (standing: Standing): Sql => sql`notice.correspondent_id = any (array(
  select written.id from misuse_sender known join notice_sender named on named.id = known.person_id
    join correspondent written on written.mark = named.mark and written.confirmed_at is not null
  where known.kind = 'reporter' and ${HAS_STANDING[standing]}))`
