import sql from 'sql-template-tag'
import type { AppealEnd } from '../../../enforcement/end/end-appeals.ts'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import type { PublicLanguage } from '../../../foundation/messages/render-message.ts'
import type { AppealSide } from '../../appeals/appeal-queries.ts'
import type { CounterNoticeEnd } from '../counter-notices/counter-notice-queries.ts'
import type { Outcome } from '../notices/notice-queries.ts'

/** The one job that sends letters: they have one mail server. */
const LETTER_JOB = 'mail'

/** The days for which an address that returned a letter gets no other one. Then one letter tries it again. */
const RETURN_COUNTS_DAYS = 30
/** The same for an unknown domain: an outage of its name servers returns every letter with this code. */
const DOMAIN_COUNTS_DAYS = 1

/** The letters about a warning or a pause of a sender. */
export const SENDER_LETTERS = ['sender_warning', 'sender_pause', 'sender_end', 'sender_upheld'] as const

type About = { noticeId: string } | { appealId: string } | { measureId: string } | { counterId: string }
/** The content of a letter, and the row that it is about. */
type Said =
  | { kind: 'confirm' | 'receipt'; noticeId: string }
  | { kind: 'outcome' | 'changed'; outcome: Outcome; noticeId: string }
  | { kind: (typeof SENDER_LETTERS)[number]; measureId: string }
  | { kind: 'appeal_receipt' | 'appeal_question'; appealId: string }
  | { kind: 'appeal_outcome'; outcome: AppealEnd; appealId: string }
  | { kind: 'counter_receipt'; counterId: string }
  | { kind: 'counter_outcome'; outcome: CounterNoticeEnd; counterId: string }
  | { kind: 'rights_counter'; noticeId: string }
  | { kind: 'rights_outcome'; outcome: CounterNoticeEnd; noticeId: string }
type LetterKind = Said['kind']
type NewLetter = Said & About & { correspondentId: string }

/** A letter that waits to be sent. */
export interface Letter {
  id: number
  correspondentId: string
  kind: LetterKind
  outcome: Outcome | AppealEnd | CounterNoticeEnd | null
  /** The number by which its reader knows the notice or the decision. */
  reference: string
  /** The row that the page of its link is about, and the random text that tells it from one of another database. */
  about: string
  linkPart: string
  /** Affected by a decision, or the sender of a notice who appeals. Null: it is about a notice. */
  side: AppealSide | null
  language: PublicLanguage
  attempt: number
  /** True: the notice is handled already, confirmed or not. */
  isReceived: boolean
  /** True once it is too old to be useful. */
  isOver: boolean
}

/** Stores a letter, and the job that sends it soon after this transaction. */
export function queueLetter(tx: Tx, letter: NewLetter): void {
  const { correspondentId, kind } = letter
  const noticeId = 'noticeId' in letter ? letter.noticeId : null
  const appealId = 'appealId' in letter ? letter.appealId : null
  const measureId = 'measureId' in letter ? letter.measureId : null
  const counterId = 'counterId' in letter ? letter.counterId : null
  tx.queue(sql`
    insert into letter (correspondent_id, notice_id, appeal_id, measure_id, counter_id, kind, outcome)
    values (${correspondentId}, ${noticeId}, ${appealId}, ${measureId}, ${counterId}, ${kind},
      ${'outcome' in letter ? letter.outcome : null})`)
  tx.queue(sql`
    insert into job (kind, key, priority) values ('letter', ${LETTER_JOB}, 'notice')
    on conflict (kind, key) do update set due_at = least(job.due_at, excluded.due_at)`)
}

/** Finds the letter that has waited longest of those that may be sent now. */
export const findNextLetter = (db: Queryable, overMs: number): Promise<Letter | undefined> =>
  db.find<Letter>(sql`
    select letter.id, letter.correspondent_id as "correspondentId", letter.kind, letter.outcome, letter.attempt,
      coalesce(notice.reference, statement.enforcement_id, upper(left(measure.link_part::text, 8))) as reference,
      case when countered.id is null then appeal.side else 'affected' end as side,
      correspondent.language, coalesce(statement.id, notice.id, measure.id) as about,
      coalesce(notice.reference, statement.link_part::text, measure.link_part::text, '') as "linkPart",
      notice.due_at is not null as "isReceived", letter.made_at < desk_now() - ${overMs} * interval '1 ms' as "isOver"
    from letter join correspondent on correspondent.id = letter.correspondent_id
      left join appeal on appeal.id = letter.appeal_id left join appeal_page page on page.appeal_id = letter.appeal_id
      left join notice on notice.id = coalesce(letter.notice_id, page.notice_id)
      left join counter_notice countered on countered.id = letter.counter_id
      left join statement on statement.id = coalesce(page.statement_id, countered.statement_id) left join misuse_measure measure on measure.id = letter.measure_id
    where letter.sent_at is null and letter.given_up_at is null and letter.next_at <= desk_now()
    order by letter.next_at, letter.id limit 1`)

/** Returns the time of the next letter. Null: none waits. */
export const findNextLetterAt = (db: Queryable): Promise<Date | null> =>
  db.onlyValue<Date | null>(sql`
    select min(next_at) as at from letter where sent_at is null and given_up_at is null`)

/**
 * True when a mail server returned a letter to this address since there is no such mailbox (RFC 3463: 5.1.1, 5.1.2, 5.1.3,
 * 5.1.6, 5.1.10). A full mailbox or a refused message passes. Not for ever, and not after a later letter that stayed or that
 * a full mailbox returned (x.2.2): it exists.
 */
export const isReturned = (db: Queryable, correspondentId: string): Promise<boolean> =>
  db.onlyValue<boolean>(sql`
    with own as (
      select letter.sent_at, returned_letter.status, returned_letter.returned_at
      from correspondent own join correspondent same on same.mark = own.mark
        join letter on letter.correspondent_id = same.id
        left join returned_letter on returned_letter.letter = 'letter:' || letter.id
      where own.id = ${correspondentId} and letter.sent_at is not null)
    select exists (select from own returned where status ~ '^5[.]1[.](1|2|3|6|10)$'
        and returned_at > desk_now() - case status when '5.1.2' then ${DOMAIN_COUNTS_DAYS}::integer else ${RETURN_COUNTS_DAYS}::integer end
          * interval '1 day'
        and not exists (select from own later where later.sent_at > returned.sent_at
          and (later.status is null or later.status ~ '^[45][.]2[.]2$'))) as "isReturned"`)

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
