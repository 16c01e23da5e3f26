import type { Redress, StatementText } from '@countersign/platform-kit'
import sql, { raw } from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { StatementFacts, StatementSource } from './statement-facts.ts'

/** The fates of a statement at its platform. */
export const DELIVERIES = ['shown', 'unsupported', 'withheld'] as const
export type Delivery = (typeof DELIVERIES)[number]

/** A statement that is on its way to its platform. Without texts it has no content yet. */
export interface UndeliveredStatement {
  id: string
  linkPart: string | null
  subject: string
  texts: readonly StatementText[] | null
  redress: readonly Redress[] | null
  /** The SHA-256 of its content, in hex. */
  hash: string | null
}

/**
 * True while no authority's silence holds a statement back. Without any silence at the desk the function is not called,
 * so many statements at once cost nothing more.
 */
export const isToldNow = `(not exists (select from authority_order_terms where silent_until is not null)
    or coalesce(silence_of(enforcement) <= desk_now(), true))`

/**
 * A statement on its way to its platform. One of a restriction goes only while the restriction is in force or on its
 * way, so no person reads about one that is over.
 */
const isOnItsWay = raw(`statement.delivery is null and not enforcement.failing
  and (statement.kind in ('ended', 'mistake') or is_acting(enforcement.state))`)

/**
 * Lists the statements of these subjects that may go now, the oldest first. While an enforcement on the subject is
 * restored or given up none goes, so that each attempt at that generation sends the same content.
 */
export async function listUndeliveredStatements(
  db: Queryable,
  subjects: readonly string[],
): Promise<UndeliveredStatement[]> {
  return db.list<UndeliveredStatement>(prepared('list-undelivered-statements')`
    select statement.id, statement.link_part as "linkPart", statement.subject, content.texts, content.redress, encode(content.hash, 'hex') as hash
    from statement join enforcement on enforcement.id = statement.enforcement_id
      left join statement_content content on content.statement_id = statement.id
    where statement.subject = any (${subjects}) and ${isOnItsWay} and ${raw(isToldNow)}
      and not exists (select from enforcement ending where ending.subject = statement.subject
        and is_standing(ending.state) and (ending.state = 'restoring' or ending.failing))
    order by statement.made_at, length(statement.id), statement.id`)
}

/** Reads the rows from which the statements of these subjects are made that are on their way without a content. */
export async function listStatementSources(db: Queryable, subjects: readonly string[]): Promise<StatementSource[]> {
  return db.list<StatementSource>(prepared('list-statement-sources')`
    select statement.id as "statementId", statement.link_part as "linkPart", statement.kind, statement.enforcement_id as "enforcementId", statement.subject,
      enforcement.action, enforcement.label, enforcement.own_action as "ownAction", enforcement.countries,
      enforcement.policy_id as "policyId", enforcement.source, enforcement.released_at as "appliedAt",
      case when exists (select from authority_order_terms where silent_until is not null) then silence_of(enforcement) end
        as "silentUntil",
      enforcement.ends_at as "endsAt", decision.basis,
      exists (select from approval where enforcement_id = enforcement.id and answer = 'agree') as approved,
      case when statement.kind in ('ended', 'mistake') then case when restore.cause = 'appeal' and exists (select from appeal
        where appeal.enforcement_id = enforcement.id and appeal.state = 'lessened') then 'milder' else restore.cause end end as cause,
      case when statement.kind in ('ended', 'mistake') then restore.asked_at end as "endedAt",
      content.content_created_at as "contentCreatedAt", content.language as "contentLanguage",
      array(select distinct kind from content_media where content_id = content.id and gone_at is null order by kind)
        || case when content.text <> '' then array['text'] else '{}'::text[] end as "contentTypes",
      account.account_created_at as "accountCreatedAt", case_cause.*,
      list_withheld_words(enforcement.id, decision.staff_id, stated.words) as withheld,
      list_named_reporters(enforcement.case_id, stated.words) as "withheldIds"
    from statement join enforcement on enforcement.id = statement.enforcement_id
      left join decision on decision.id = enforcement.decision_id
      left join enforcement_restore restore on restore.enforcement_id = enforcement.id
      left join content on starts_with(enforcement.subject, 'content:') and content.id = substr(enforcement.subject, 9)
      left join account on account.id = enforcement.account_id
      cross join lateral case_causes(enforcement.case_id, enforcement.subject) case_cause
      cross join lateral (
        select concat_ws(' ', decision.basis ->> 'explanation', decision.basis ->> 'facts') as words) stated
    where statement.subject = any (${subjects}) and ${isOnItsWay}
      and not exists (select from statement_content made where made.statement_id = statement.id)`)
}

interface StoredContent {
  statementId: string
  facts: StatementFacts
  texts: readonly StatementText[]
  redress: readonly Redress[]
  hash: Buffer
}

/**
 * Stores the contents of statements that still wait for one. Returns the ids of those that were stored: another attempt
 * may have been first, or a restore may have withheld the statement. One that a restore has locked is left for a later
 * attempt, because restores in bulk lock in another order and never wait for a cycle.
 */
export async function insertStatementContents(
  tx: Tx,
  contents: readonly StoredContent[],
  versions: { policiesHash: string; noticesHash: string },
): Promise<string[]> {
  const jsonOf = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value))
  return tx.listValues<string>(prepared('insert-statement-contents')`
    with waiting as (
      select id from statement where id = any (${contents.map(({ statementId }) => statementId)}::text[]) and delivery is null
      order by id for no key update skip locked)
    insert into statement_content (statement_id, facts, texts, redress, hash, policies_hash, notices_hash)
    select made.id, made.facts, made.texts, made.redress, decode(made.hash, 'hex'), decode(${versions.policiesHash}, 'hex'),
      decode(${versions.noticesHash}, 'hex')
    from unnest(${contents.map(({ statementId }) => statementId)}::text[], ${jsonOf(contents.map(({ facts }) => facts))}::jsonb[],
      ${jsonOf(contents.map(({ texts }) => texts))}::jsonb[], ${jsonOf(contents.map(({ redress }) => redress))}::jsonb[],
      ${contents.map(({ hash }) => hash.toString('hex'))}::text[]) made (id, facts, texts, redress, hash)
      join waiting on waiting.id = made.id
    on conflict (statement_id) do nothing
    returning statement_id`)
}

/**
 * Stores a letter for each of these statements that has a text and is about an account. It takes no job and no lock, so
 * that no effect waits for it: a periodic task starts the sending.
 */
export function queueStatementLetters(tx: Tx, ids: readonly string[]): void {
  if (ids.length === 0) return
  tx.queue(prepared('insert-statement-letters')`
    insert into statement_letter (statement_id)
    select statement.id from statement join statement_content content on content.statement_id = statement.id
      join enforcement on enforcement.id = statement.enforcement_id
    where statement.id = any (${ids}) and content.texts <> '[]' and enforcement.account_id is not null
    on conflict (statement_id) do nothing`)
}

/**
 * Records what became of statements at their platform. With a statement of an end, an earlier one of the same
 * enforcement that never arrived is withheld. One that another transaction has locked is left out, so that no restore
 * waits for it: it is carried once more, and a platform shows it once.
 */
export function queueDeliveries(tx: Tx, ids: readonly string[], delivery: Exclude<Delivery, 'withheld'>): void {
  if (ids.length === 0) return
  tx.queue(prepared('deliver-statements')`
    with free as (
      select id from statement where id = any (${ids}) and delivery is null order by id for no key update skip locked)
    update statement set delivery = ${delivery} from free where statement.id = free.id`)
  tx.queue(prepared('withhold-earlier-statements')`
    with free as (
      select earlier.id from statement earlier where earlier.delivery is null and exists (
        select from statement later where later.id = any (${ids}) and later.kind in ('ended', 'mistake')
          and earlier.enforcement_id = later.enforcement_id and earlier.id <> later.id)
      order by earlier.id for no key update skip locked)
    update statement set delivery = 'withheld' from free where statement.id = free.id`)
}

/** The time after which a statement is no longer sent by itself. A later instruction still carries it. */
const FOLLOWS_FOR_DAYS = 3
/** Statements that follow are sent at the next full moment of this length, so that many go in one call. */
const FOLLOWS_EACH_MS = 5_000

/** A statement that follows by itself. One without texts goes to no platform. */
const isFollowing = raw(`${isOnItsWay.sql} and ${isToldNow}
  and (statement.made_at > desk_now() - interval '${FOLLOWS_FOR_DAYS} days'
    or exists (select from authority_order_terms where silent_until is not null)
      and was_held_back(statement))
  and not exists (select from statement_content empty where empty.statement_id = statement.id and empty.texts = '[]')`)

const SILENCES_AT_ONCE_MAX = 500

/** Enqueues the statements that an authority's silence held back and that follow now, because it has ended. */
export async function queueEndedSilences(db: Queryable): Promise<void> {
  await db.query(sql`
    insert into job (kind, key, priority) select 'drive', subject, 'statement'
    from list_ended_silences(${SILENCES_AT_ONCE_MAX}) subject order by 2
    on conflict (kind, key) do nothing`)
}

/** A settled subject. `isWithout`: its instruction carried no statement. */
interface SettledSubject {
  subject: string
  isWithout: boolean
}

/**
 * Enqueues a job for each of these subjects with a statement that follows: one of an end, and any if the instruction
 * carried none. One that was carried is not sent once more.
 */
export function queueFollowUps(tx: Tx, settled: readonly SettledSubject[]): void {
  tx.queue(prepared('queue-follow-ups')`
    insert into job (kind, key, priority, due_at)
    select distinct 'drive', statement.subject, 'statement',
      date_bin(${FOLLOWS_EACH_MS} * interval '1 ms', desk_now(), 'epoch') + ${FOLLOWS_EACH_MS} * interval '1 ms'
    from unnest(${settled.map(({ subject }) => subject)}::text[], ${settled.map(({ isWithout }) => isWithout)}::boolean[])
        settled (subject, is_without)
      join statement on statement.subject = settled.subject join enforcement on enforcement.id = statement.enforcement_id
    where (is_without or statement.kind in ('ended', 'mistake')) and ${isFollowing}
    on conflict (kind, key) do nothing`)
}

/** Lists those of the subjects with a statement that follows by itself. */
export const listFollowing = (db: Queryable, subjects: readonly string[]): Promise<string[]> =>
  db.listValues<string>(prepared('list-following')`
    select distinct statement.subject from statement join enforcement on enforcement.id = statement.enforcement_id
    where statement.subject = any (${subjects}) and ${isFollowing}`)

/** The fates of a statement's letter, and the reasons for which one was given up. */
export const LETTER_STATES = ['waiting', 'sent', 'given_up', 'returned'] as const
export const LETTER_ENDS = ['no_address', 'refused', 'too_old', 'too_many', 'over', 'taken_over'] as const

/** The letter that carries a statement to the person affected. It has no address. */
interface StatementLetter {
  state: (typeof LETTER_STATES)[number]
  /** The time of that state. */
  at: Date
  attempts: number
  addressOf: 'platform' | 'appeal' | null
  givenUpFor: (typeof LETTER_ENDS)[number] | null
  /** The status code with which a mail server returned it. Null: none did. */
  returnedFor: string | null
}

/** A statement as it was made. */
export interface MadeStatement {
  id: string
  linkPart: string | null
  kind: StatementFacts['kind']
  madeAt: Date
  delivery: Delivery | null
  deliveredAt: Date | null
  facts: StatementFacts
  texts: readonly StatementText[]
  redress: readonly Redress[]
  policiesHash: string
  noticesHash: string
  /** Null: the desk writes none. */
  letter: StatementLetter | null
}

interface LetterColumns extends Omit<StatementLetter, 'state' | 'at'> {
  letterState: StatementLetter['state'] | null
  letterAt: Date
}

/** The states of a counter-notice. referred: another ground may restrict the content too, so people decide. */
export const COUNTER_NOTICE_STATES = ['open', 'withdrawn', 'action_filed', 'lifted', 'ended', 'referred'] as const
export type CounterNoticeState = (typeof COUNTER_NOTICE_STATES)[number]

/** The counter-notice against an enforcement, without its sender. */
interface StatedCounterNotice {
  counterNoticeId: string
  state: CounterNoticeState
  receivedAt: Date
  liftAt: Date
  endedAt: Date | null
  /** Null: erased. */
  words: string | null
  reference: string | null
}

export const findStatedCounterNotice = (
  db: Queryable,
  enforcementId: string,
): Promise<StatedCounterNotice | undefined> =>
  db.find<StatedCounterNotice>(sql`
    select id as "counterNoticeId", state, received_at as "receivedAt", lift_at as "liftAt", moved_at as "endedAt", words,
      filed_reference as reference
    from counter_notice where enforcement_id = ${enforcementId}`)

/** Lists the statements of an enforcement that have a content, the oldest first. */
export async function listStatements(db: Queryable, enforcementId: string): Promise<MadeStatement[]> {
  const rows = await db.list<Omit<MadeStatement, 'letter'> & LetterColumns>(sql`
    select statement.id, link_part as "linkPart", statement.kind, statement.made_at as "madeAt", delivery, delivered_at as "deliveredAt", facts, texts, redress,
      encode(policies_hash, 'hex') as "policiesHash", encode(notices_hash, 'hex') as "noticesHash",
      case when returned_at is not null then 'returned' when letter.sent_at is not null then 'sent' when letter.given_up_at is not null then 'given_up'
        when letter.made_at is not null then 'waiting' end as "letterState",
      coalesce(returned_at, letter.sent_at, letter.given_up_at, letter.made_at) as "letterAt", attempt as attempts,
      address_of as "addressOf", given_up_for as "givenUpFor",
      returned_letter.status as "returnedFor"
    from statement join statement_content content on content.statement_id = statement.id
      left join statement_letter letter on letter.statement_id = statement.id
      left join returned_letter on returned_letter.letter = 'statement:' || statement.id
    where enforcement_id = ${enforcementId} order by statement.made_at, length(statement.id), statement.id`)
  return rows.map(({ letterState: state, letterAt: at, attempts, addressOf, givenUpFor, returnedFor, ...made }) => ({
    ...made,
    letter: state === null ? null : { state, at, attempts, addressOf, givenUpFor, returnedFor },
  }))
}
