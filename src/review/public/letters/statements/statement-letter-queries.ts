import sql, { raw } from 'sql-template-tag'
import { isToldNow, type LETTER_ENDS } from '../../../../enforcement/statements/statement-queries.ts'
import type { Queryable } from '../../../../foundation/database/db.ts'
import type { SaidStatement } from './statement-letter.ts'

/** The key of the one job that sends the letters of statements. */
export const STATEMENT_LETTER_JOB = 'statements'

/** A letter that waits to be sent. */
export interface NextStatementLetter extends SaidStatement {
  linkPart: string | null
  accountId: string
  attempt: number
  /**
   * ready: it may go. early: the platform shows the effect, or its end, later. over: it would tell of a restriction that
   * ended before, or never began. silent: an authority's order holds it back.
   */
  fate: 'ready' | 'early' | 'over' | 'silent'
  /** The letter could go for so long that it is given up. A silence does not count. */
  isOld: boolean
  /** The letters that the person got within a day. */
  sentToday: number
  /** The time of the last lock of the account against a hijacker, from 30 days before the effect on. Null: none. */
  hijackedAt: Date | null
}

/** Finds the letter that has waited longest of those that may be sent now. */
export const findNextStatementLetter = (db: Queryable, oldMs: number): Promise<NextStatementLetter | undefined> =>
  db.find<NextStatementLetter>(sql`
    select statement.id, statement.kind, statement.enforcement_id as "enforcementId", statement.link_part as "linkPart",
      letter.account_id as "accountId", letter.attempt, content.texts, content.redress,
      enforcement.in_effect_at as "inEffectAt", restore.visible_at as "backAt",
      case when statement.delivery = 'withheld' or content.texts = '[]' then 'over'
        when not ${raw(isToldNow)} then 'silent'
        when statement.kind in ('ended', 'mistake')
          then case when restore.visible_at is null and enforcement.action <> 'warn' then 'early' else 'ready' end
        when not is_acting(enforcement.state) or enforcement.state = 'restoring' then 'over'
        when enforcement.in_effect_at is null then 'early' else 'ready' end as fate,
      told_from(statement) < desk_now() - ${oldMs} * interval '1 ms' as "isOld",
      (select count(*)::integer from statement_letter sent where sent.account_id = letter.account_id
        and sent.sent_at > desk_now() - interval '24 hours') as "sentToday",
      (select max(lock.released_at) from enforcement lock where lock.account_id = letter.account_id
        and lock.ground = 'hijack'
        and lock.in_effect_at >= enforcement.in_effect_at - interval '30 days') as "hijackedAt"
    from statement_letter letter join statement on statement.id = letter.statement_id
      join statement_content content on content.statement_id = statement.id
      join enforcement on enforcement.id = statement.enforcement_id
      left join enforcement_restore restore on restore.enforcement_id = enforcement.id
    where letter.sent_at is null and letter.given_up_at is null and letter.next_at <= desk_now()
    order by letter.next_at, letter.statement_id limit 1`)

/** Returns the time of the next letter. Null: none waits. */
export const findNextStatementLetterAt = (db: Queryable): Promise<Date | null> =>
  db.onlyValue<Date | null>(sql`
    select min(next_at) as at from statement_letter where sent_at is null and given_up_at is null`)

/** Finds the row of the person who gave an address with an appeal against this enforcement, the latest first. */
export const findAppellant = (db: Queryable, enforcementId: string): Promise<string | undefined> =>
  db.findValue<string>(sql`
    select correspondent.id from statement join appeal_page page on page.statement_id = statement.id
      join correspondent on correspondent.id = page.correspondent_id
    where statement.enforcement_id = ${enforcementId} and correspondent.mark is not null
    order by correspondent.made_at desc limit 1`)

/** The outcome of an attempt at a letter. */
export type Attempted =
  | { sent: true; addressOf: 'platform' | 'appeal' }
  | { givenUpFor: (typeof LETTER_ENDS)[number]; addressOf?: 'platform' | 'appeal'; error?: string }
  | { nextMs: number; isAttempt: boolean; addressOf?: 'platform' | 'appeal'; error?: string }

/** Records the outcome of an attempt. */
export async function updateStatementLetter(db: Queryable, id: string, attempted: Attempted): Promise<void> {
  const isSent = 'sent' in attempted
  const givenUpFor = 'givenUpFor' in attempted ? attempted.givenUpFor : null
  const nextMs = 'nextMs' in attempted ? attempted.nextMs : 0
  const isAttempt = 'isAttempt' in attempted ? attempted.isAttempt : attempted.addressOf !== undefined
  const error = 'error' in attempted ? (attempted.error ?? null) : null
  await db.query(sql`
    update statement_letter set sent_at = case when ${isSent} then desk_now() end, given_up_for = ${givenUpFor},
      given_up_at = case when ${givenUpFor}::text is not null then desk_now() end,
      attempt = attempt + ${isAttempt ? 1 : 0}, next_at = desk_now() + ${nextMs} * interval '1 ms',
      address_of = coalesce(${attempted.addressOf ?? null}, address_of), last_error = ${error}
    where statement_id = ${id} and sent_at is null and given_up_at is null`)
}

/** Enqueues the job that sends letters, if one is due and the job is not there: rows are the truth. */
export async function enqueueStatementLetters(db: Queryable): Promise<void> {
  await db.query(sql`
    insert into job (kind, key, priority) select 'letter', ${STATEMENT_LETTER_JOB}, 'statement'
    where exists (select from statement_letter where sent_at is null and given_up_at is null)
    on conflict (kind, key) do nothing`)
}
