import sql from 'sql-template-tag'
import type { Caller } from '../domain.ts'
import type { Queryable } from '../lib/db.ts'

type KeyCaller = Extract<Caller, { kind: 'key' }>
type StaffCaller = Extract<Caller, { kind: 'staff' }>

/** The key this is the secret of, unless it is revoked. */
export async function findKeyBySecret(db: Queryable, hash: Buffer): Promise<KeyCaller | undefined> {
  const { rows } = await db.query<Omit<KeyCaller, 'kind'>>(sql`
    select id, scopes from api_key where secret_hash = ${hash} and revoked_at is null`)
  return rows[0] && { kind: 'key', ...rows[0] }
}

/** The person this is a token of, if the token still counts and they have begun and not ended. */
export async function findStaffBySecret(db: Queryable, hash: Buffer): Promise<StaffCaller | undefined> {
  const { rows } = await db.query<Omit<StaffCaller, 'kind'>>(sql`
    select member.id, member.pseudonym, member.roles
    from staff_token token join staff member on member.id = token.staff_id
    where token.secret_hash = ${hash} and token.revoked_at is null and token.expires_at > desk_now()
      and member.starts_at <= desk_now() and member.ended_at is null
      and (member.ends_at is null or member.ends_at > desk_now())`)
  return rows[0] && { kind: 'staff', ...rows[0] }
}
