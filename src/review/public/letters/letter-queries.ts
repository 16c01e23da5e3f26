import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import type { Outcome } from '../notices/notice-queries.ts'

/** The one job that sends letters: they have one mail server. */
export const LETTER_JOB = 'mail'

type Said = { kind: 'confirm' | 'receipt' } | { kind: 'outcome'; outcome: Outcome }
export type NewLetter = Said & { correspondentId: string; noticeId: string }

export type Letter = NewLetter & {
  id: number
  reference: string
  language: PublicLanguage
  attempt: number
  /** True: the notice is handled already, confirmed or not. */
  isReceived: boolean
  /** True once it is too old to be useful. */
  isOver: boolean
}

/** Stores a letter, and the job that sends it soon after this transaction. */
export function queueLetter(tx: Tx, letter: NewLetter): void {
  const { correspondentId, noticeId, kind } = letter
  tx.queue(sql`
    insert into letter (correspondent_id, notice_id, kind, outcome)
    values (${correspondentId}, ${noticeId}, ${kind}, ${letter.kind === 'outcome' ? letter.outcome : null})`)
  tx.queue(sql`
    insert into job (kind, key, priority) values ('letter', ${LETTER_JOB}, 'notice')
    on conflict (kind, key) do update set due_at = least(job.due_at, excluded.due_at)`)
}

/** Finds the letter that has waited longest of those that may be sent now. */
export const findNextLetter = (db: Queryable, overMs: number): Promise<Letter | undefined> =>
  db.find<Letter>(sql`
    select letter.id, letter.correspondent_id as "correspondentId", letter.notice_id as "noticeId", letter.kind,
      letter.outcome, letter.attempt, notice.reference, notice.language, notice.due_at is not null as "isReceived",
      letter.made_at < desk_now() - ${overMs} * interval '1 ms' as "isOver"
    from letter join notice on notice.id = letter.notice_id
    where letter.sent_at is null and letter.given_up_at is null and letter.next_at <= desk_now()
    order by letter.next_at, letter.id limit 1`)

/** Returns the time of the next letter. Null: none waits. */
export const findNextLetterAt = (db: Queryable): Promise<Date | null> =>
  db.onlyValue<Date | null>(sql`
    select min(next_at) as at from letter where sent_at is null and given_up_at is null`)

export async function updateLetterSent(db: Queryable, id: number): Promise<void> {
  await db.query(sql`
    update letter set sent_at = desk_now(), attempt = attempt + 1, last_error = null
    where id = ${id} and given_up_at is null`)
}

interface Failure {
  error: string
  nextMs: number
  givenUp: boolean
}

export async function updateLetterFailed(
  db: Queryable,
  id: number,
  { error, nextMs, givenUp }: Failure,
): Promise<void> {
  await db.query(sql`
    update letter set attempt = attempt + 1, next_at = desk_now() + ${nextMs} * interval '1 ms', last_error = ${error},
      given_up_at = case when ${givenUp} then desk_now() end
    where id = ${id} and sent_at is null and given_up_at is null`)
}
