import sql, { type Sql } from 'sql-template-tag'
import type { Position } from '../../foundation/database/page-cursor.ts'
import type { Category } from '../../foundation/domain.ts'
import type { PublicLanguage } from '../../foundation/messages/render-message.ts'
import type { Policies } from '../../policy/policies.ts'
import type { NoticeKind } from '../public/notices/notice-kinds.ts'

/**
 * The states of a notice. `unconfirmed`: its sender has not opened the link in the mail. `paused`: it came in a pause of
 * its sender. `received`: the worker has not stored its report yet. `decided`: its case is closed, and the answer waits
 * for what was decided.
 */
export const NOTICE_STATES = ['unconfirmed', 'paused', 'received', 'open', 'decided', 'answered'] as const
export type NoticeState = (typeof NOTICE_STATES)[number]

/** The filter by what became of other submissions of the sender. */
export const STANDINGS = ['marked', 'paused'] as const
export type Standing = (typeof STANDINGS)[number]

export interface NoticeFilter {
  state?: NoticeState
  kind?: NoticeKind
  category?: Category
  /** Filter: the platform of the subject. */
  platform?: string
  /** Filter: the language of the form. */
  language?: PublicLanguage
  /** Filter: the id of a trusted flagger, or any. */
  flagger?: string
  sender?: Standing
  /** Filter: open notices whose time is over, or the others. */
  late?: boolean
  from?: Date
  to?: Date
}

/** The reader of the list. */
export interface Reader {
  staffId: string
  policies: Policies
  /** True: they may know of pauses and marks of senders. */
  seesStandings: boolean
}

/** A page of the list: its reader, its filter, and the row before it. */
export interface Asked extends Reader {
  filter: NoticeFilter
  after: Position | undefined
  size: number
}

/** A row that the reader may see, in its state towards them: one that they judge again as a QA sample is open. */
export interface FoundNotice {
  id: string
  micros: number
  state: NoticeState
}

/** SQL expression: the first running legal clock about the subject of `candidate`, as its case shows it. */
export const LAW_DUE = sql`(select min(clock.due_at) from legal_clock clock
  where clock.subject = candidate.subject and clock.ended_at is null)`

/** SQL condition: the time of the open case, or of the law, is over. */
export const IS_OVER = sql`least(candidate.due_at, ${LAW_DUE}) <= desk_now()`

/** SQL query: the enforcements that wait for an independent review of the reader. They are few, and read once. */
export const owedBy = (staffId: string): Sql => sql`
  owed as materialized (select waiting.subject, waiting.account_id from enforcement waiting
    where is_waiting(waiting.state) and owes_independent_review(${staffId}, waiting))`

/** SQL condition: what was decided on the case is hidden from the reader until their independent review. */
export const IS_OWED = sql`exists (select from owed
  where owed.subject = candidate.subject or owed.account_id = candidate.account_id)`

export const microsOf = (at: Sql): Sql => sql`(extract(epoch from ${at}) * 1000000)::bigint`

/** SQL condition: a row is within the period of the filter, and behind the row before. */
export function isInTurn({ filter: { from, to }, after }: Asked, at: Sql, id: Sql): Sql[] {
  return [
    ...(from === undefined ? [] : [sql`${at} >= ${from}`]),
    ...(to === undefined ? [] : [sql`${at} < ${to}`]),
    ...(after === undefined
      ? []
      : [
          sql`(${at}, ${id}) < (timestamptz 'epoch' + ${after.micros}::bigint * interval '1 microsecond', ${after.id} collate "C")`,
        ]),
  ]
}
