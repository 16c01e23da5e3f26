import type { Redress, StatementText } from '@countersign/platform-kit'
import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { StatementFacts, StatementSource } from './statement-facts.ts'

/** The fates of a statement at its platform. */
export const DELIVERIES = ['shown', 'unsupported', 'withheld'] as const
export type Delivery = (typeof DELIVERIES)[number]

/** A statement that is on its way to its platform. Without texts it has no content yet. */
export interface UndeliveredStatement {
  id: string
  subject: string
  texts: readonly StatementText[] | null
  redress: readonly Redress[] | null
  /** The SHA-256 of its content, in hex. */
  hash: string | null
}

/**
 * Lists the statements of these subjects that are on their way, the oldest first. One of a restriction goes only while
 * the restriction is in force or on its way, so no person reads about one that is over.
 */
export async function listUndeliveredStatements(
  db: Queryable,
  subjects: readonly string[],
): Promise<UndeliveredStatement[]> {
  return db.list<UndeliveredStatement>(prepared('list-undelivered-statements')`
    select statement.id, statement.subject, content.texts, content.redress, encode(content.hash, 'hex') as hash
    from statement join enforcement on enforcement.id = statement.enforcement_id
      left join statement_content content on content.statement_id = statement.id
    where statement.subject = any (${subjects}) and statement.delivery is null and not enforcement.failing
      and (statement.kind in ('ended', 'mistake') or is_acting(enforcement.state))
    order by statement.made_at, length(statement.id), statement.id`)
}

/** Reads the rows from which these statements are made. */
export async function listStatementSources(db: Queryable, ids: readonly string[]): Promise<StatementSource[]> {
  return db.list<StatementSource>(prepared('list-statement-sources')`
    select statement.id as "statementId", statement.kind, statement.enforcement_id as "enforcementId", statement.subject,
      one.action, one.label, one.own_action as "ownAction", one.countries, one.policy_id as "policyId", one.source,
      one.released_at as "appliedAt", one.ends_at as "endsAt", decision.basis,
      exists (select from approval where enforcement_id = one.id and answer = 'agree') as approved,
      case when statement.kind in ('ended', 'mistake') then restore.cause end as cause,
      case when statement.kind in ('ended', 'mistake') then restore.asked_at end as "endedAt",
      content.content_created_at as "contentCreatedAt", content.language as "contentLanguage",
      array(select distinct kind from content_media where content_id = content.id and gone_at is null order by kind)
        || case when content.text <> '' then array['text'] else '{}'::text[] end as "contentTypes",
      account.account_created_at as "accountCreatedAt", case_cause.*,
      list_withheld_words(one.id, decision.staff_id, stated.words) as withheld,
      list_named_reporters(one.case_id, stated.words) as "withheldIds"
    from statement join enforcement one on one.id = statement.enforcement_id
      left join decision on decision.id = one.decision_id
      left join enforcement_restore restore on restore.enforcement_id = one.id
      left join content on starts_with(one.subject, 'content:') and content.id = substr(one.subject, 9)
      left join account on account.id = one.account_id
      cross join lateral case_causes(one.case_id, one.subject) case_cause
      cross join lateral (
        select concat_ws(' ', decision.basis ->> 'explanation', decision.basis ->> 'facts') as words) stated
    where statement.id = any (${ids})`)
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
 * Records what became of statements at their platform. With a statement of an end, an earlier one of the same
 * enforcement that never arrived is withheld. One that another transaction has locked is left out, so that no restore
 * waits for it: it is carried once more, and a platform shows it once.
 */
export function queueDeliveries(tx: Tx, ids: readonly string[], delivery: Exclude<Delivery, 'withheld'>): void {
  if (ids.length === 0) return
  tx.queue(sql`
    with free as (
      select id from statement where id = any (${ids}) and delivery is null order by id for no key update skip locked)
    update statement set delivery = ${delivery} from free where statement.id = free.id`)
  tx.queue(sql`
    with free as (
      select earlier.id from statement earlier where earlier.delivery is null and exists (
        select from statement later where later.id = any (${ids}) and later.kind in ('ended', 'mistake')
          and earlier.enforcement_id = later.enforcement_id and earlier.id <> later.id)
      order by earlier.id for no key update skip locked)
    update statement set delivery = 'withheld' from free where statement.id = free.id`)
}

/** The time after which a statement of an end is no longer sent by itself. A later instruction still carries it. */
const FOLLOWS_FOR_DAYS = 3
const FOLLOWS_AFTER_MS = 1_000

/** A statement of an end that has not arrived. One without texts goes to no platform. */
const isLate = sql`
  statement.delivery is null and statement.kind in ('ended', 'mistake')
  and statement.made_at > desk_now() - ${FOLLOWS_FOR_DAYS} * interval '1 day'
  and not exists (select from statement_content where statement_id = statement.id and texts = '[]')
  and not exists (select from enforcement where enforcement.id = statement.enforcement_id and failing)`

/** Enqueues a background job for each of these settled subjects whose statement of an end has not arrived. */
export function queueFollowUps(tx: Tx, subjects: readonly string[]): void {
  tx.queue(sql`
    insert into job (kind, key, priority, due_at)
    select distinct 'drive', subject, 'background', desk_now() + ${FOLLOWS_AFTER_MS} * interval '1 ms'
    from statement where subject = any (${subjects}) and ${isLate}
    on conflict (kind, key) do nothing`)
}

/** True when a statement of an end has not arrived, and still follows by itself. */
export const isFollowing = async (db: Queryable, subject: string): Promise<boolean> =>
  (await db.findValue<boolean>(sql`
    select exists (select from statement where subject = ${subject} and ${isLate})`)) === true

/** A statement as it was made. */
export interface MadeStatement {
  id: string
  kind: StatementFacts['kind']
  madeAt: Date
  delivery: Delivery | null
  deliveredAt: Date | null
  facts: StatementFacts
  texts: readonly StatementText[]
  redress: readonly Redress[]
  policiesHash: string
  noticesHash: string
}

/** Lists the statements of an enforcement that have a content, the oldest first. */
export async function listStatements(db: Queryable, enforcementId: string): Promise<MadeStatement[]> {
  return db.list<MadeStatement>(sql`
    select statement.id, statement.kind, made_at as "madeAt", delivery, delivered_at as "deliveredAt", facts, texts, redress,
      encode(policies_hash, 'hex') as "policiesHash", encode(notices_hash, 'hex') as "noticesHash"
    from statement join statement_content on statement_id = statement.id
    where enforcement_id = ${enforcementId} order by made_at, length(statement.id), statement.id`)
}
