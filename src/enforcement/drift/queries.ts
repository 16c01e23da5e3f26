import sql from 'sql-template-tag'
import type { Visit } from '../../foundation/connector/connector.ts'
import type { Target } from '../../foundation/domain.ts'
import type { FindingKind } from './finding.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { Explained, Known } from './compare.ts'

export interface Watched extends Known {
  usual: Target | null
  reachAt: Date | null
  doubt: readonly FindingKind[]
}

/** Locks the known facts of an account, and returns them; undefined: it is not protected, or not any more. */
export async function lockWatched(tx: Tx, accountId: string): Promise<Watched | undefined> {
  await tx.query(sql`
    insert into watched_account (account_id) select id from account where id = ${accountId} and protected
    on conflict do nothing`)
  return tx.find<Watched>(sql`
    select usual, watched.handle, watched.reach, watched.reach_at as "reachAt", watched.items, doubt,
      credentials_changed_at as "credentialsChangedAt"
    from watched_account watched join account on account.id = account_id
    where account_id = ${accountId} and account.protected for update of watched`)
}

/** True when the account is still protected. */
export async function isProtected(db: Queryable, accountId: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`select from account where id = ${accountId} and protected`)
  return rowCount === 1
}

/** Finds the differences of an account that enforcements explain. */
export async function findExplained(tx: Tx, subject: string, accountId: string): Promise<Explained> {
  return tx.only<Explained>(sql`
    select coalesce(bool_or(takes_view(action) and standing), false) as hidden,
      coalesce(bool_or(takes_posting(action) and standing), false) as muted,
      coalesce(bool_or(action = 'limit' and standing), false) as limited,
      coalesce(bool_or(visible_at is not null and restored_at is null), false) as "reachPending",
      max(released_at) filter (where action = 'lock') as "lockedSince",
      (select count(*)::integer from enforcement removal where removal.account_id = ${accountId} and removal.action = 'remove'
        and removal.in_effect_at > desk_now() - interval '1 day') as removed
    from (
      select action, released_at, visible_at, restored_at, is_standing(state) as standing
      from enforcement left join enforcement_restore on enforcement_id = enforcement.id where subject = ${subject}) about`)
}

export interface Kept extends Watched {
  visit: Visit | null
}

/** Stores the known facts of an account, as read now. */
export async function updateWatched(tx: Tx, accountId: string, kept: Kept): Promise<void> {
  await tx.query(sql`
    update watched_account set usual = ${JSON.stringify(kept.usual)}, handle = ${kept.handle}, reach = ${kept.reach},
      reach_at = ${kept.reachAt}, items = ${kept.items}, credentials_changed_at = ${kept.credentialsChangedAt},
      doubt = ${kept.doubt}, visit = ${kept.visit}, read_at = desk_now(), unread_since = null, unread_why = null
    where account_id = ${accountId}`)
}

/** Records that an account could not be read, and since when. The known facts stay. */
export async function updateUnread(tx: Tx, accountId: string, why: string): Promise<void> {
  await tx.query(sql`
    insert into watched_account (account_id, unread_since, unread_why)
    select id, desk_now(), ${why} from account where id = ${accountId} and protected
    on conflict (account_id) do update set unread_since = coalesce(watched_account.unread_since, desk_now()), unread_why = ${why}`)
}

/** True when drift of one of these kinds is open on the subject. */
export async function hasOpen(tx: Tx, subject: string, kinds: readonly FindingKind[]): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    select from watch_finding
    where subject = ${subject} and kind = any (${kinds}) and ended_at is null and closed_at is null limit 1`)
  return (rowCount ?? 0) > 0
}

export async function countProtected(db: Queryable): Promise<number> {
  return db.onlyValue<number>(sql`select count(*) as count from account where protected`)
}
