import sql from 'sql-template-tag'
import type { KeyScope, Role } from '../../foundation/domain.ts'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { IS_HERE, TOKEN_COUNTS } from '../../people/staff/queries.ts'
import { SESSION_COUNTS } from '../../people/sessions/session-queries.ts'
import type { Follower } from './event-rights.ts'

/**
 * Returns the present rights of the listeners with these sessions, tokens and keys; expired and revoked ones are left
 * out. It writes nothing: listening does not count as being present.
 */
export async function listFollowers(db: Queryable, cameWith: readonly string[]): Promise<Map<string, Follower>> {
  const { rows } = await db.query<FollowerRow>(sql`
    select came.id as "cameWith", null::text[] as scopes, null as platform, member.roles, 'protected' = any (member.clearances) and not exists (
        select from vendor_place place where place.employer = member.employer
          and (place.site is null or place.site = member.site)) as "seesAccounts"
    from (
      select session.id, session.staff_id from staff_session session left join passkey on passkey.id = session.credential_id
      where session.id = any (${cameWith}) and ${SESSION_COUNTS}
      union all
      select token.id, token.staff_id from staff_token token where token.id = any (${cameWith}) and ${TOKEN_COUNTS}) came
    join staff member on member.id = came.staff_id
    where ${IS_HERE} and member.roles <> '{}'
    union all
    select id, scopes, platform, null, null from api_key where id = any (${cameWith}) and revoked_at is null`)
  return new Map(rows.map((row) => [row.cameWith, toFollower(row)]))
}

interface FollowerRow {
  cameWith: string
  /** The scopes of a key; null for a person. */
  scopes: KeyScope[] | null
  platform: string | null
  roles: Role[] | null
  seesAccounts: boolean | null
}

const toFollower = ({ scopes, platform, roles, seesAccounts }: FollowerRow): Follower =>
  scopes === null
    ? { kind: 'staff', roles: roles ?? [], seesAccounts: seesAccounts === true }
    : { kind: 'key', scopes, platform: platform ?? DEFAULT_PLATFORM }
