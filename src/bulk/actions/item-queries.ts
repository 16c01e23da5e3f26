import sql from 'sql-template-tag'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

export interface Item {
  ordinal: number
  subject: string
  accountId: string | null
  /** The number of failed attempts to read the subject from the platform. */
  tries: number
}

export type Outcome = 'created' | 'joined' | 'stands' | 'dropped'

/** A subject of a bulk action that is not yet classified, with the stored facts about its account. */
export interface UnseenItem extends Item {
  known: boolean
  tags: readonly string[] | null
  reach: number | null
  reachAbsent: boolean
}

export async function listUnseen(db: Queryable, bulkActionId: string, most: number): Promise<UnseenItem[]> {
  return db.list<UnseenItem>(sql`
    select item.ordinal, item.subject, item.account_id as "accountId", tries, account.id is not null as known, account.tags,
      account.reach_counted as reach, coalesce('reach' = any (account.absent), false) as "reachAbsent"
    from bulk_action_item item left join account on account.id = item.account_id
    where bulk_action_id = ${bulkActionId} and outcome is null and expected is null order by tries, ordinal limit ${most}`)
}

/** Lists the next subjects of one class without an outcome, in their random order, postponed ones last. */
export async function listOpen(
  db: Queryable,
  bulkActionId: string,
  expected: 'ordinary' | 'guarded',
  most: number,
): Promise<Item[]> {
  return db.list<Item>(sql`
    select ordinal, subject, account_id as "accountId", tries from bulk_action_item
    where bulk_action_id = ${bulkActionId} and outcome is null and expected = ${expected} order by tries, ordinal limit ${most}`)
}

/**
 * Returns the ordinals of those subjects that have no outcome yet. A second worker on the same bulk action may have
 * finished the others.
 */
export async function listStillOpen(
  tx: Tx,
  bulkActionId: string,
  expected: 'ordinary' | 'guarded',
  items: readonly Item[],
): Promise<ReadonlySet<number>> {
  const ordinals = await tx.listValues<number>(sql`
    select ordinal from bulk_action_item where bulk_action_id = ${bulkActionId} and outcome is null and expected = ${expected}
      and ordinal = any (${items.map(({ ordinal }) => ordinal)})`)
  return new Set(ordinals)
}

/** The attempts to read a subject from the platform. After these its account counts as unknown. */
const TRIES_MAX = 3
export const canRetry = ({ tries }: Item): boolean => tries < TRIES_MAX

/** Counts a failed attempt for subjects about which the platform didn't answer: they come after all others. */
export async function postponeItems(db: Queryable, bulkActionId: string, items: readonly Item[]): Promise<void> {
  if (items.length === 0) return
  await db.query(sql`
    update bulk_action_item set tries = tries + 1
    where bulk_action_id = ${bulkActionId} and ordinal = any (${items.map(({ ordinal }) => ordinal)})`)
}

/** Stores how the subjects were classified, and the account of each. */
export function queueExpected(
  tx: Tx,
  bulkActionId: string,
  seen: readonly {
    ordinal: number
    expected: 'ordinary' | 'guarded'
    accountId: string | null
    reach: number | null
  }[],
): void {
  tx.queue(sql`
    update bulk_action_item item set expected = seen.expected, account_id = coalesce(seen.account_id, item.account_id),
      reach = coalesce(seen.reach, item.reach)
    from unnest(${seen.map(({ ordinal }) => ordinal)}::integer[], ${seen.map(({ expected }) => expected)}::text[],
      ${seen.map(({ accountId }) => accountId)}::text[], ${seen.map(({ reach }) => reach)}::bigint[]) seen (ordinal, expected, account_id, reach)
    where item.bulk_action_id = ${bulkActionId} and item.ordinal = seen.ordinal`)
}

/**
 * Stores the outcomes of ordinary subjects and adds them to the counts. An outcome of null turns a subject into one
 * that needs its own approvals.
 */
export function queueOutcomes(
  tx: Tx,
  bulkActionId: string,
  seen: readonly { ordinal: number; outcome: Outcome | null; enforcementId: string | null }[],
): void {
  const count = (one: Outcome | null) => seen.filter(({ outcome }) => outcome === one).length
  tx.queue(sql`
    update bulk_action_item item set outcome = seen.outcome, enforcement_id = seen.enforcement_id,
      expected = case when seen.outcome is null then 'guarded' else item.expected end
    from unnest(${seen.map(({ ordinal }) => ordinal)}::integer[], ${seen.map(({ outcome }) => outcome)}::text[],
      ${seen.map(({ enforcementId }) => enforcementId)}::text[]) seen (ordinal, outcome, enforcement_id)
    where item.bulk_action_id = ${bulkActionId} and item.ordinal = seen.ordinal`)
  tx.queue(sql`
    update bulk_action set done_count = done_count + ${seen.length}, created_count = created_count + ${count('created')},
      hit_count = hit_count + ${count(null)}
    where id = ${bulkActionId}`)
}

/** Stores the outcome of one subject that needs its own approvals. */
export function queueSingle(
  tx: Tx,
  bulkActionId: string,
  ordinal: number,
  outcome: Outcome,
  enforcementId: string | null,
): void {
  tx.queue(sql`
    update bulk_action_item set outcome = ${outcome}, enforcement_id = ${enforcementId}
    where bulk_action_id = ${bulkActionId} and ordinal = ${ordinal}`)
}

/** Drops the subjects that need their own approvals and have no outcome, and returns their number. */
export async function dropUndecidedItems(tx: Tx, bulkActionId: string): Promise<number> {
  const { rowCount } = await tx.query(sql`
    update bulk_action_item set outcome = 'dropped'
    where bulk_action_id = ${bulkActionId} and expected = 'guarded' and outcome is null`)
  return rowCount ?? 0
}

interface ItemCounts {
  ordinary: number
  guarded: number
  unseen: number
  /** Subjects that need their own approvals and have no enforcement yet. */
  waiting: number
  dropped: number
}

/**
 * Counts unclassified subjects and those that need their own approvals. The ordinary ones are the rest, and most of the
 * set.
 */
export async function countItems(db: Queryable, bulkActionId: string): Promise<ItemCounts> {
  return db.only<ItemCounts>(sql`
    select subject_count - guarded.all - unseen.all as ordinary, guarded.all as guarded, unseen.all as unseen, guarded.waiting, guarded.dropped
    from bulk_action
    cross join lateral (
      select count(*) as all, count(*) filter (where outcome is null) as waiting, count(*) filter (where outcome = 'dropped') as dropped
      from bulk_action_item where bulk_action_id = bulk_action.id and expected = 'guarded') guarded
    cross join lateral (
      select count(*) as all from bulk_action_item where bulk_action_id = bulk_action.id and outcome is null and expected is null) unseen
    where id = ${bulkActionId}`)
}

interface Highest {
  subject: string
  handle: string | null
  reach: number | null
  guarded: boolean
}

/** Lists the subjects with the highest reach, those of unknown reach last. */
export async function listHighest(db: Queryable, bulkActionId: string, most: number): Promise<Highest[]> {
  return db.list<Highest>(sql`
    select subject, handle, item.reach, coalesce(expected = 'guarded', false) as guarded
    from bulk_action_item item left join account on account.id = item.account_id
    where bulk_action_id = ${bulkActionId} order by item.reach desc nulls last, ordinal limit ${most}`)
}
