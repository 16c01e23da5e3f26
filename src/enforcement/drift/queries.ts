import sql from 'sql-template-tag'
import type { Visit } from '../../foundation/connector/connector.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import type { PlatformState } from '../../foundation/domain.ts'
import type { Explained, Known } from './compare.ts'
import type { DriftKind } from './drift.ts'

export interface DriftReading extends Known {
  usual: PlatformState | null
  reachAt: Date | null
  doubt: readonly DriftKind[]
}

/** Locks the known facts of an account, and returns them. Undefined: the account is not protected, or not any more. */
export async function lockReading(tx: Tx, accountId: string): Promise<DriftReading | undefined> {
  await tx.query(sql`
    insert into drift_reading (account_id) select id from account where id = ${accountId} and protected
    on conflict do nothing`)
  return tx.find<DriftReading>(sql`
    select usual, known.handle, known.reach, known.reach_at as "reachAt", known.items, doubt,
      credentials_changed_at as "credentialsChangedAt"
    from drift_reading known join account on account.id = account_id
    where account_id = ${accountId} and account.protected for update of known`)
}

/** True when the account is still protected. */
export async function isProtected(db: Queryable, accountId: string): Promise<boolean> {
  const { rowCount } = await db.query(sql`select from account where id = ${accountId} and protected`)
  return rowCount === 1
}

/** Finds the enforcements that explain differences of an account, those on a domain that covers it among them. */
export async function findExplained(tx: Tx, subject: string, accountId: string): Promise<Explained> {
  return tx.only<Explained>(sql`
    select coalesce(bool_or(effect_hides(action, own_action) and standing), false) or bool_or(domains.hidden) as hidden,
      coalesce(bool_or(effect_locks(action, own_action) and standing), false) or bool_or(domains.muted) as muted,
      coalesce(bool_or(effect_limits(action, own_action) and standing), false) or bool_or(domains.limited) as limited,
      coalesce(bool_or(visible_at is not null and restored_at is null), false) as "reachPending",
      max(released_at) filter (where action = 'lock' and own_action is null) as "lockedSince",
      (select count(*)::integer from enforcement removal where removal.account_id = ${accountId} and removal.action = 'remove'
        and removal.in_effect_at > desk_now() - interval '1 day') as removed
    from effects_of_domains(${accountId}) domains left join (
      select action, own_action, released_at, visible_at, restored_at, is_standing(state) as standing
      from enforcement left join enforcement_restore on enforcement_id = enforcement.id where subject = ${subject}) about on true`)
}

export interface Kept extends DriftReading {
  visit: Visit | null
}

/** Stores the facts of an account as they were just read. */
export async function updateReading(tx: Tx, accountId: string, kept: Kept): Promise<void> {
  await tx.query(sql`
    update drift_reading set usual = ${JSON.stringify(kept.usual)}, handle = ${kept.handle}, reach = ${kept.reach},
      reach_at = ${kept.reachAt}, items = ${kept.items}, credentials_changed_at = ${kept.credentialsChangedAt},
      doubt = ${kept.doubt}, visit = ${kept.visit}, read_at = desk_now(), unread_since = null, unread_why = null
    where account_id = ${accountId}`)
}

/** Records that an account could not be read, and since when. The known facts stay. */
export async function updateUnread(tx: Tx, accountId: string, why: string): Promise<void> {
  await tx.query(sql`
    insert into drift_reading (account_id, unread_since, unread_why)
    select id, desk_now(), ${why} from account where id = ${accountId} and protected
    on conflict (account_id) do update set unread_since = coalesce(drift_reading.unread_since, desk_now()), unread_why = ${why}`)
}

/** True when drift of one of these kinds is open on the subject. */
export async function hasOpen(tx: Tx, subject: string, kinds: readonly DriftKind[]): Promise<boolean> {
  const { rowCount } = await tx.query(sql`
    select from drift
    where subject = ${subject} and kind = any (${kinds}) and ended_at is null and closed_at is null limit 1`)
  return (rowCount ?? 0) > 0
}

/** Counts the protected accounts of a platform. */
export async function countProtected(db: Queryable, platform: string): Promise<number> {
  return db.onlyValue<number>(sql`
    select count(*) as count from account where protected and platform_of_id(id) = ${platform}`)
}
