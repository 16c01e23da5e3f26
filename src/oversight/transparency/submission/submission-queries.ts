import sql, { type Sql } from 'sql-template-tag'
import type { StatementFacts } from '../../../enforcement/statements/statement-facts.ts'
import type { Queryable, Tx } from '../../../foundation/database/db.ts'
import { prepared } from '../../../foundation/database/prepared.ts'
import type { ChosenTexts } from '../statement/to-dsa-statement.ts'

/** The states of a statement on its way to the DSA Transparency Database. */
export const SUBMISSION_STATES = ['waiting', 'held', 'refused', 'outside', 'sent'] as const
type SubmissionState = (typeof SUBMISSION_STATES)[number]

/** The time for which a claimed statement is left to its worker: longer than all attempts of one batch. */
const CLAIM_MS = 30 * 60_000

export interface StoredStatement {
  statementId: string
  contentHash: string
  facts: StatementFacts
  names: string[]
  texts: ChosenTexts | null
  contentDate: string | null
  /** True once the restriction was in effect at the platform. */
  tookEffect: boolean
  /** True when it never will be. */
  failed: boolean
}

/** The columns from which a statement is prepared, of statements joined with what they rest on. */
export const STATEMENT_COLUMNS: Sql = sql`
  statement.id as "statementId", encode(content.hash, 'hex') as "contentHash", content.facts,
  array_remove(array[account.handle, account.display_name], null) as names, review.texts,
  to_char(review.content_date, 'YYYY-MM-DD') as "contentDate", one.in_effect_at is not null as "tookEffect",
  (one.state = 'failed' or statement.delivery = 'withheld') is true and one.in_effect_at is null as failed`
export const STATEMENT_JOINS: Sql = sql`
  join statement_content content on content.statement_id = statement.id
  join enforcement one on one.id = statement.enforcement_id
  left join account on account.id = one.account_id
  left join lateral (
    select texts, content_date from dsa_review where statement_id = statement.id order by id desc limit 1) review on true`

/**
 * Claims waiting statements, the longest due first: until the claim runs out no other worker gets them. One whose content
 * was erased is never sent.
 */
export async function claimStatements(tx: Tx, limit: number): Promise<StoredStatement[]> {
  const ids = await tx.listValues<string>(prepared('claim-dsa-statements')`
    update dsa_submission set due_at = desk_now() + ${CLAIM_MS} * interval '1 ms'
    where statement_id in (
      select statement_id from dsa_submission where state = 'waiting' and due_at <= desk_now()
        and exists (select from statement_content content where content.statement_id = dsa_submission.statement_id)
      order by due_at, statement_id limit ${limit} for update skip locked)
    returning statement_id`)
  if (ids.length === 0) return []
  return tx.list<StoredStatement>(sql`
    select ${STATEMENT_COLUMNS} from statement ${STATEMENT_JOINS} where statement.id = any (${ids})
    order by statement.made_at, statement.id`)
}

/** The outcome of one claimed statement. */
export interface Settlement {
  id: string
  state: SubmissionState
  /** The faults that a person reads, as JSON. */
  faults?: object
  puid?: string
  uuid?: string | null
  /** The SHA-256 of what was sent, in hexadecimal digits. */
  hash?: string
  /** Of one that waits: the time until the next attempt. */
  afterMs?: number
}

/** Records outcomes of statements that still wait. Returns the ids of those that are recorded. */
export async function updateSettled(tx: Tx, settled: readonly Settlement[]): Promise<string[]> {
  const ids = await tx.listValues<string>(prepared('lock-waiting-dsa-statements')`
    select statement_id from dsa_submission
    where state = 'waiting' and statement_id = any (${settled.map(({ id }) => id)}::text[])
    order by statement_id for no key update`)
  const rows = settled.filter(({ id }) => ids.includes(id))
  const json = JSON.stringify(rows.map(({ faults = null, ...row }) => ({ ...row, faults })))
  await tx.query(prepared('insert-dsa-deliveries')`
    insert into dsa_delivery (statement_id, puid, uuid, content_hash)
    select id, puid, uuid, decode(hash, 'hex') from json_to_recordset(${json}::json) given (
      id text, state text, puid text, uuid uuid, hash text)
    where state = 'sent'`)
  await tx.query(prepared('settle-dsa-statements')`
    update dsa_submission set state = given.state, faults = given.faults,
      due_at = desk_now() + coalesce(given."afterMs", 0) * interval '1 ms'
    from json_to_recordset(${json}::json) given (id text, state text, faults jsonb, "afterMs" bigint)
    where statement_id = given.id`)
  return ids
}

interface SubmissionCounts {
  waiting: number
  held: number
  refused: number
}

/** Counts the statements that are not settled. */
export const countSubmissions = (db: Queryable): Promise<SubmissionCounts> =>
  db.only<SubmissionCounts>(sql`
    select (select count(*)::integer from dsa_submission where state = 'waiting') as waiting,
      (select count(*)::integer from dsa_submission where state = 'held') as held,
      (select count(*)::integer from dsa_submission where state = 'refused') as refused`)
