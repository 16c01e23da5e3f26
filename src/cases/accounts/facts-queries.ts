import type { MediaFacts } from '@countersign/platform-kit'
import type { Fact } from '../../foundation/domain.ts'
import type { Item } from '../../policy/items/item-types.ts'
import sql from 'sql-template-tag'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { AccountReading, AccountRecord } from './merge-account.ts'

/** The source of facts that the desk itself read from the platform. No API key may use this name. */
export const PLATFORM_SOURCE = 'platform'

/**
 * Locks these accounts until the transaction ends. An unknown account gets an empty row dated `-infinity`, which this
 * transaction must fill in.
 */
export function queueAccountRowLocks(tx: Tx, ids: readonly string[]): void {
  // Every transaction locks accounts in this order, which prevents deadlocks between batches.
  tx.queue(prepared('ensure-accounts')`
    insert into account (id, protected, source, facts_at)
    select id, true, '', '-infinity' from unnest(${ids}::text[]) id order by id
    on conflict (id) do nothing`)
  tx.queue(prepared('lock-accounts')`select from account where id = any (${ids}) order by id for no key update`)
}

/**
 * Stores the facts that strengthen protection: the highest reach of each day, protective tags, and the time of the
 * facts.
 */
export function queueRaisedFacts(tx: Tx, readings: readonly AccountReading[]): void {
  const rows = readings.map(({ account: { id, reach, tags }, factsAt }) => ({
    id,
    at: factsAt,
    reach: reach === 'absent' ? null : reach,
    noReach: reach === 'absent',
    tags: tags === 'absent' ? [] : tags,
  }))
  tx.queue(prepared('raise-facts')`select raise_account_facts(${JSON.stringify(rows)}::json)`)
}

export interface KnownAccount {
  /** The facts before this transaction. Undefined: there were none. */
  record: AccountRecord | undefined
  /** The highest reach within 180 days; without one, the last known reach. */
  reachCounted: number | null
  protected: boolean
}

interface KnownRow extends Omit<AccountRecord, 'factsAt'> {
  /** The time of the newest facts. Null: there are none yet (stored as `-infinity`). */
  factsAt: Date | null
  reachCounted: number | null
  protected: boolean
}

/** Returns the stored facts of accounts whose rows are locked. */
export async function listAccounts(tx: Tx, ids: readonly string[]): Promise<Map<string, KnownAccount>> {
  const { rows } = await tx.query<KnownRow>(prepared('list-accounts')`
    select account.id, coalesce(handle, '') as handle, coalesce(display_name, '') as "displayName", account.reach, verified,
      tags, account_created_at as "createdAt", items,
      bio_domains as "bioDomains", absent, source, nullif(facts_at, '-infinity') as "factsAt",
      account.protected,
      counted_reach(account.id) as "reachCounted"
    from account where account.id = any (${ids})`)
  return new Map(
    rows.map(({ reachCounted, protected: isProtected, factsAt, ...record }) => [
      record.id,
      { record: factsAt === null ? undefined : { ...record, factsAt }, reachCounted, protected: isProtected },
    ]),
  )
}

export type AccountUpdate = AccountRecord & { reachCounted: number | null; protected: boolean }

/** Writes the facts of locked accounts. */
export function queueAccounts(tx: Tx, accounts: readonly AccountUpdate[]): void {
  tx.queue(prepared('update-accounts')`
    update account set handle = given.handle, display_name = given."displayName", reach = given.reach,
      verified = given.verified, tags = given.tags, account_created_at = given."createdAt", items = given.items,
      bio_domains = given."bioDomains", absent = given.absent,
      source = given.source, facts_at = given."factsAt", reach_counted = given."reachCounted", protected = given.protected
    from json_to_recordset(${JSON.stringify(accounts)}::json) given(id text, handle text, "displayName" text, reach bigint,
      verified boolean, tags text[], "createdAt" timestamptz, items bigint,
      "bioDomains" text[], absent text[], source text, "factsAt" timestamptz,
      "reachCounted" bigint, protected boolean)
    where account.id = given.id`)
}

export interface ContentRecord {
  id: string
  accountId: string
  kind: string
  text: string
  /** The language of the text. Undefined: the source does not report it, and the stored value stays. */
  language?: string
  parentId?: string
  /** The version by the platform's own name. Undefined: the source names none. */
  version?: string
  /** The item, checked against its type. Null: unknown. Undefined: the source does not report it. */
  item?: Fact<Item>
  media?: readonly MediaFacts[]
  createdAt: Date | null
  source: string
  factsAt: Date
}

/** The text, the version and the item of a content. */
interface Said {
  id: string
  text: string | null
  version: string | null
  item: string | null
}

/** The result of comparing a content's text and item with the stored ones. */
type SaidSince = 'new' | 'same' | 'other'

interface WrittenContents {
  /** The contents that were written, each with the comparison of its text. */
  written: Map<string, SaidSince>
  /** The present author of each content. */
  authors: Map<string, string>
}

/**
 * Writes contents, each at most once in the list, unless newer facts are stored. Only the platform changes a stored
 * author, even if an API key dated its facts later: an API key never reassigns a content.
 */
export async function upsertContents(tx: Tx, contents: readonly ContentRecord[]): Promise<WrittenContents> {
  const ids = contents.map(({ id }) => id)
  const [known, { rows }, now] = await Promise.all([
    tx.query<Said>(
      sql`select id, text, version, item::text as item from content where id = any (${ids}) order by id for update`,
    ),
    tx.query<Said>(sql`
      insert into content (id, account_id, kind, text, version, language, parent_id, item, content_created_at, source, facts_at)
      select id, "accountId", kind, text, version, language, "parentId", item, "createdAt", source, "factsAt"
      from json_to_recordset(${JSON.stringify(contents.map(({ media: _media, ...row }) => row))}::json) given(id text,
        "accountId" text, kind text, text text, version text, language text, "parentId" text, item jsonb, "createdAt" timestamptz,
        source text, "factsAt" timestamptz)
      order by id
      on conflict (id) do update set account_id = excluded.account_id, kind = excluded.kind, text = excluded.text,
        version = coalesce(case when excluded.source = ${PLATFORM_SOURCE} then excluded.version end,
          case when content.text is not distinct from excluded.text then content.version end),
        language = coalesce(excluded.language, content.language),
        parent_id = coalesce(excluded.parent_id, content.parent_id), content_created_at = excluded.content_created_at,
        item = case when excluded.source = ${PLATFORM_SOURCE} then excluded.item else coalesce(excluded.item, content.item) end,
        source = excluded.source, facts_at = excluded.facts_at
      where case when content.account_id = excluded.account_id then content.facts_at <= excluded.facts_at
        else excluded.source = ${PLATFORM_SOURCE}
          and (content.facts_at <= excluded.facts_at or content.source <> ${PLATFORM_SOURCE}) end
      returning id, text, version, item::text as item`),
    tx.query<{ id: string; accountId: string }>(
      sql`select id, account_id as "accountId" from content where id = any (${ids})`,
    ),
  ])
  const before = new Map(known.rows.map((row) => [row.id, row]))
  const isSame = (row: Said) => {
    const known = before.get(row.id)
    // A version that was or is unknown shows no change.
    const isOther = known?.version && row.version && known.version !== row.version
    return !isOther && known?.text === row.text && known.item === row.item
  }
  return {
    written: new Map(rows.map((row) => [row.id, !before.has(row.id) ? 'new' : isSame(row) ? 'same' : 'other'])),
    authors: new Map(now.rows.map(({ id, accountId }) => [id, accountId])),
  }
}

/** Stores the item type of open cases about these contents, where they have none yet. */
export function queueItemsOfCases(tx: Tx, contentIds: readonly string[]): void {
  tx.queue(sql`
    insert into case_item (case_id, type)
    select review_case.id, content.item ->> 'type'
    from content join review_case on review_case.subject = 'content:' || content.id
    where content.id = any (${contentIds}) and review_case.state = 'open' and content.item ->> 'type' is not null
    order by review_case.id on conflict do nothing`)
}

/** Sets the account of open cases about these contents. */
export async function updateCaseAccounts(tx: Tx, contentIds: readonly string[]): Promise<void> {
  await tx.query(sql`
    with found as (
      select review_case.id, content.account_id
      from content join review_case on review_case.subject = 'content:' || content.id
      where content.id = any (${contentIds}) and review_case.state = 'open'
        and review_case.account_id is distinct from content.account_id
      order by review_case.id
      for no key update of review_case)
    update review_case set account_id = found.account_id from found where review_case.id = found.id`)
}
