import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { readPosition, writePosition } from '../../foundation/database/page-cursor.ts'
import type { PageOf, PageRequest } from '../../foundation/database/select-page.ts'
import type { Category } from '../../foundation/domain.ts'
import { KIND_RULES, type NoticeKind } from '../public/notices/notice-kinds.ts'
import type { Outcome } from '../public/notices/notice-queries.ts'
import { findNotices, findOfFlaggers, findSampled } from './find-notices.ts'
import { findWaiting, WAITING_REPORTS } from './find-waiting.ts'
import { ACCOUNT_OF_NOTICE } from './may-see.ts'
import {
  type Asked,
  type FoundNotice,
  IS_OVER,
  LAW_DUE,
  type NoticeFilter,
  type NoticeState,
  type Reader,
  type Standing,
} from './notice-filter.ts'

/** The person who sent a notice, without what identifies them. */
export const SENDERS = ['anonymous', 'unconfirmed', 'confirmed', 'trusted_flagger'] as const

export interface ListedNotice {
  id: string
  /** Null: it came by API key. */
  kind: NoticeKind | null
  category: Category
  subject: string
  accountId: string | null
  handle: string | null
  displayName: string | null
  reach: number | null
  protected: boolean
  /** Null: not known. */
  language: string | null
  receivedAt: Date
  state: NoticeState
  late: boolean
  caseId: string | null
  dueAt: Date | null
  lawDueAt: Date | null
  outcome: Outcome | null
  answeredAt: Date | null
  sender: (typeof SENDERS)[number]
  flaggerId: string | null
  flaggerName: string | null
  standing: Standing | null
}

/** Lists one page of the notices that a person may see, the newest first, whether by the form or of a trusted flagger. */
export async function listNotices(
  db: Queryable,
  reader: Reader,
  filter: NoticeFilter,
  { limit, cursor }: PageRequest,
): Promise<PageOf<ListedNotice>> {
  const asked = { ...reader, filter, after: readPosition(cursor), size: limit + 1 }
  const { state, kind, sender } = filter
  const found = await findNotices(db, asked)
  if (state === undefined || state === 'open') found.push(...(await findSampled(db, asked)))
  if (kind === undefined && sender === undefined) found.push(...(await findReports(db, asked)))
  // Each list has its newest rows, so the newest of all are among them.
  found.sort((one, other) => other.micros - one.micros || (one.id < other.id ? 1 : -1))
  const last = found.length > limit ? found[limit - 1] : undefined
  const items = await readRows(db, found.slice(0, limit))
  return { items, nextCursor: last === undefined ? null : writePosition(last) }
}

/** Finds reports of trusted flaggers by API key, each once: one that comes to its case between the reads is there. */
async function findReports(db: Queryable, asked: Asked): Promise<FoundNotice[]> {
  const { state } = asked.filter
  const waiting = state === undefined || state === 'received' ? await findWaiting(db, asked) : []
  const inCases = state === undefined || state === 'open' || state === 'decided' ? await findOfFlaggers(db, asked) : []
  return [...new Map([...waiting, ...inCases].map((each) => [each.id, each])).values()]
}

/** Reads the rows of a page. What was answered, and a time to decide, are of the state that was found. */
async function readRows(db: Queryable, found: readonly FoundNotice[]): Promise<ListedNotice[]> {
  const ids = found.map(({ id }) => id)
  const waiting = await readWaiting(db, ids)
  const rows = [...waiting, ...(await readNotices(db, ids)), ...(await readReports(db, ids))]
  const byId = new Map(rows.map((row) => [row.id, row]))
  return found.flatMap(({ id, state }) => {
    const row = byId.get(id)
    // It was deleted meanwhile.
    if (row === undefined) return []
    const { isOver, dueAt, lawDueAt, outcome, answeredAt, ...rest } = row
    const answer = state === 'answered' ? { outcome, answeredAt } : { outcome: null, answeredAt: null }
    const time = state === 'open' ? { dueAt, lawDueAt, late: isOver } : { dueAt: null, lawDueAt: null, late: false }
    return [{ ...rest, state, ...answer, ...time }]
  })
}

type Row = Omit<ListedNotice, 'state' | 'late'> & { isOver: boolean }

/** SQL expressions: the account of a notice, and how lists name it. One that the desk does not know counts as protected. */
const ACCOUNT = sql`account.id as "accountId", account.handle, account.display_name as "displayName",
  coalesce(account.reach_counted, account.reach) as reach, coalesce(account.protected, true) as protected`

/** SQL expression: a pause of the sender of a `notice` runs, or marks of other submissions count. */
const STANDING = sql`(
  select case when running_pause('reporter', known.person_id) is not null then 'paused'
    when exists (select from counted_marks(known.id, 'unfounded')) then 'marked' end
  from misuse_sender known where known.kind = 'reporter' and known.person_id = sender_of_notice(notice.id))`

async function readNotices(db: Queryable, ids: readonly string[]): Promise<Row[]> {
  const rows = await db.list<Row & { kind: NoticeKind }>(sql`
    select notice.id, notice.kind, notice.subject, ${ACCOUNT}, notice.language, notice.made_at as "receivedAt",
      coalesce(${IS_OVER}, false) as "isOver", candidate.id as "caseId", candidate.due_at as "dueAt", ${LAW_DUE} as "lawDueAt", notice.outcome,
      notice.concluded_at as "answeredAt", case when flagger.id is not null then 'trusted_flagger'
        when written.id is null then 'anonymous' when written.confirmed_at is null then 'unconfirmed'
        else 'confirmed' end as sender,
      flagger.id as "flaggerId", flagger.name as "flaggerName", ${STANDING} as standing
    from unnest(${ids}::text[]) listed (id) join notice on notice.id = listed.id
      left join review_case candidate on candidate.id = coalesce(notice.answering_case_id, notice.case_id)
      left join account on account.id = coalesce(candidate.account_id, ${ACCOUNT_OF_NOTICE})
      left join correspondent written on written.id = notice.correspondent_id
      left join flagger_report sent on sent.report_id = notice.report_id
      left join trusted_flagger flagger on flagger.id = sent.flagger_id`)
  return rows.map((row) => ({ ...row, category: KIND_RULES[row.kind].category }))
}

const readReports = (db: Queryable, ids: readonly string[]): Promise<Row[]> =>
  db.list<Row>(sql`
    select sent.report_id as id, null as kind, sent.category, candidate.subject, ${ACCOUNT}, candidate.language,
      sent.received_at as "receivedAt", ${IS_OVER} as "isOver", candidate.id as "caseId", candidate.due_at as "dueAt",
      ${LAW_DUE} as "lawDueAt", null as outcome, null as "answeredAt", 'trusted_flagger' as sender,
      flagger.id as "flaggerId", flagger.name as "flaggerName", null as standing
    from unnest(${ids}::text[]) listed (id) join flagger_report sent on sent.report_id = listed.id
      join review_case candidate on candidate.id = sent.case_id
      left join account on account.id = candidate.account_id
      join trusted_flagger flagger on flagger.id = sent.flagger_id`)

const readWaiting = (db: Queryable, ids: readonly string[]): Promise<Row[]> =>
  db.list<Row>(sql`
    select notice.id, null as kind, notice.category, notice.subject, ${ACCOUNT}, notice.language,
      notice.received_at as "receivedAt", false as "isOver", null as "caseId", null as "dueAt", null as "lawDueAt",
      null as outcome, null as "answeredAt", 'trusted_flagger' as sender, flagger_id as "flaggerId",
      flagger_name as "flaggerName", null as standing
    from (${WAITING_REPORTS} and waiting.report_id = any (${ids})) notice
      left join account on account.id = ${ACCOUNT_OF_NOTICE}`)
