import sql from 'sql-template-tag'
import {
  ascending,
  type ListedRows,
  type PageOf,
  type PageRequest,
  selectAll,
  selectPage,
} from '../../foundation/database/select-page.ts'
import { type Actor, actorKey, type KeyScope, type StaffCaller, type KeyCaller } from '../../foundation/domain.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'
import { message } from '../../foundation/messages/message.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import { DeskError } from '../../foundation/errors.ts'
import { prepared } from '../../foundation/database/prepared.ts'
import type { NewStaff } from './add-staff.ts'

/** The shortest interval between two updates of the time at which an API key was used. */
const USED_EVERY_SECONDS = 60

/** Finds the API key of a secret, unless it is revoked. Records its use. */
export async function findKeyBySecret(db: Queryable, hash: Buffer): Promise<KeyCaller | undefined> {
  const found = await db.find<
    Pick<KeyCaller, 'id' | 'scopes'> & { source: string | null; platform: string; used: boolean }
  >(prepared('find-key-by-secret')`
    select id, scopes, source, platform, coalesce(used_at > desk_now() - ${USED_EVERY_SECONDS} * interval '1 second', false) as used
    from api_key where secret_hash = ${hash} and revoked_at is null`)
  if (found === undefined) return undefined
  const { source, platform, used, ...key } = found
  if (!used) await db.query(sql`select touch_key(${key.id})`)
  return {
    kind: 'key',
    ...key,
    ...(source === null ? {} : { source }),
    ...(platform !== DEFAULT_PLATFORM && { platform }),
  }
}

/** Finds an API key by its id, unless it is revoked, for a sender that a signature of its own identifies. */
export async function findKeyById(db: Queryable, id: string): Promise<KeyCaller | undefined> {
  const found = await db.find<Pick<KeyCaller, 'id' | 'scopes'> & { platform: string }>(prepared('find-key-by-id')`
    select id, scopes, platform from api_key where id = ${id} and revoked_at is null`)
  if (found === undefined) return undefined
  const { platform, ...key } = found
  return { kind: 'key', ...key, ...(platform !== DEFAULT_PLATFORM && { platform }) }
}

/** SQL condition: a person works here now. */
export const IS_HERE = sql`member.starts_at <= desk_now() and member.ended_at is null
  and (member.ends_at is null or member.ends_at > desk_now())`

/**
 * SQL condition: a restriction exceeded the restricting person's limit, so the restricted person may only stop, restore
 * and undo the restriction.
 */
export const IS_CONFINED = sql`exists (select from staff_restriction restriction
  where restriction.staff_id = member.id and restriction.lifted_at is null and restriction.cause = 'many')`

/** SQL condition: a token counts now. The staff row of its person must count as well. */
export const TOKEN_COUNTS = sql`token.revoked_at is null and token.expires_at > desk_now()`

/** Finds the person of a token that counts, if they have begun and not ended. */
export async function findStaffBySecret(db: Queryable, hash: Buffer): Promise<StaffCaller | undefined> {
  const { rows } = await db.query<Omit<StaffCaller, 'kind'>>(prepared('find-staff-by-secret')`
    select member.id, member.pseudonym, member.roles, token.id as "tokenId", ${IS_CONFINED} as confined
    from staff_token token join staff member on member.id = token.staff_id
    where token.secret_hash = ${hash} and ${TOKEN_COUNTS} and ${IS_HERE}`)
  return rows[0] && { kind: 'staff', ...rows[0], via: 'token' }
}

export async function insertStaff(tx: Tx, person: NewStaff): Promise<string> {
  return tx.onlyValue<string>(sql`
    insert into staff (pseudonym, name, roles, languages, clearances, employment, employer, site, team, rolling_contract,
      starts_at, ends_at)
    values (${person.pseudonym}, ${person.name}, ${person.roles}, ${person.languages}, ${person.clearances},
      ${person.employment}, ${person.employer}, ${person.site}, ${person.team}, ${person.rollingContract},
      coalesce(${person.startsAt ?? null}, desk_now()), ${person.endsAt ?? null})
    returning id`)
}

/** A person whose row is locked. */
export interface LockedStaff {
  pseudonym: string
  ended: boolean
  endsAt: Date | null
  /** True when the planned end has passed. */
  over: boolean
}

/** Locks a person's row: no other act on it begins until the transaction ends. */
export async function lockStaff(tx: Tx, staffId: string): Promise<LockedStaff | undefined> {
  return tx.find<LockedStaff>(prepared('lock-staff')`
    select pseudonym, ended_at is not null as ended, ends_at as "endsAt", coalesce(ends_at <= desk_now(), false) as over
    from staff where id = ${staffId} for update`)
}

/** Finds a person by id or pseudonym. */
export async function findStaffId(db: Queryable, idOrPseudonym: string): Promise<string> {
  const found = await db.find<{ id: string }>(sql`
    select id from staff where id = ${idOrPseudonym} or pseudonym = ${idOrPseudonym} order by id = ${idOrPseudonym} desc`)
  if (found === undefined) throw new DeskError('not_found', message('staff.unknownName', { person: idOrPseudonym }))
  return found.id
}

export async function insertStaffToken(
  tx: Tx,
  { staffId, label, hash, days }: { staffId: string; label: string; hash: Buffer; days: number },
): Promise<{ id: string; expiresAt: Date }> {
  return tx.only<{ id: string; expiresAt: Date }>(sql`
    insert into staff_token (staff_id, label, secret_hash, expires_at)
    values (${staffId}, ${label}, ${hash}, desk_now() + ${days} * interval '1 day')
    returning id, expires_at as "expiresAt"`)
}

interface ListedToken {
  id: string
  label: string
  createdAt: Date
  expiresAt: Date
}

/** Lists a person's tokens that still count. */
export async function listStaffTokens(db: Queryable, staffId: string): Promise<ListedToken[]> {
  return db.list<ListedToken>(sql`
    select id, label, created_at as "createdAt", expires_at as "expiresAt" from staff_token
    where staff_id = ${staffId} and revoked_at is null and expires_at > desk_now() order by created_at, id`)
}

/** Revokes a token. `now`: it was not revoked before. Undefined: there is no such token. */
export async function revokeToken(tx: Tx, tokenId: string): Promise<{ staffId: string; now: boolean } | undefined> {
  return tx.find<{ staffId: string; now: boolean }>(sql`
    select person as "staffId", fresh as now from revoke_token(${tokenId})`)
}

/** Revokes every token of an ended person that still counts, and returns the number. */
export async function revokeTokensOf(tx: Tx, staffId: string): Promise<number> {
  return tx.onlyValue<number>(sql`select revoke_tokens_of(${staffId}) as value`)
}

export async function insertKey(
  tx: Tx,
  key: { name: string; scopes: readonly KeyScope[]; source: string | null; platform: string; hash: Buffer },
): Promise<string> {
  const { name, scopes, source, platform, hash } = key
  return tx.onlyValue<string>(sql`
    insert into api_key (name, scopes, source, platform, secret_hash)
    values (${name}, ${scopes}, ${source}, ${platform}, ${hash}) returning id`)
}

/**
 * Revokes an API key, and alerts the leads and the administrators. `wasValid`: it was not revoked before. Undefined: there is no such key.
 */
export async function revokeKeyRow(
  tx: Tx,
  { keyId, by, reason }: { keyId: string; by: Actor; reason: string },
): Promise<{ wasValid: boolean; alertText: string | null } | undefined> {
  return tx.find<{ wasValid: boolean; alertText: string | null }>(sql`
    select fresh as "wasValid", alerted as "alertText" from revoke_key(${keyId}, ${actorKey(by)}, ${reason})`)
}

export interface ListedKey {
  id: string
  name: string
  scopes: readonly KeyScope[]
  source: string | null
  platform: string
  /** The authority whose orders the API key may send. */
  authorityId: string | null
  createdAt: Date
  /** The last use, to the minute. */
  usedAt: Date | null
  /** The person who proposed it. Null: it was made on the command line. */
  createdBy: string | null
  revokedAt: Date | null
}

/** Lists API keys, the oldest first: all, or a page of them. */
export const listKeys = (db: Queryable, filter: { revoked: boolean }): Promise<ListedKey[]> =>
  selectAll<ListedKey>(db, keyRows(filter))

export const listKeyPage = (db: Queryable, page: PageRequest): Promise<PageOf<ListedKey>> =>
  selectPage<ListedKey>(db, keyRows({ revoked: false }), page)

const keyRows = ({ revoked }: { revoked: boolean }): ListedRows => ({
  rows: sql`
    select id, name, scopes, source, platform, authority_id as "authorityId", created_at as "createdAt", used_at as "usedAt",
      (select pseudonym from desk_change join staff on staff.id = proposed_by
        where kind = 'key' and state = 'applied'
          and body::jsonb ->> 'fingerprint' = encode(secret_hash, 'hex') limit 1) as "createdBy",
      revoked_at as "revokedAt"
    from api_key where revoked_at is null or ${revoked}`,
  key: [ascending(sql`listed."createdAt"`, 'time'), ascending(sql`listed.id`, 'text')],
})

export type ShiftEvent = { kind: 'start'; plannedMinutes: number } | { kind: 'break' | 'back' | 'end' }

export async function insertShiftEvent(tx: Tx, staffId: string, event: ShiftEvent): Promise<void> {
  const plannedMinutes = event.kind === 'start' ? event.plannedMinutes : null
  await tx.query(
    sql`insert into shift_event (staff_id, kind, planned_minutes) values (${staffId}, ${event.kind}, ${plannedMinutes})`,
  )
}
