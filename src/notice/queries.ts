import sql from 'sql-template-tag'
import type { Role } from '../domain.ts'
import type { Queryable } from '../lib/db.ts'
import { IS_HERE, TOKEN_COUNTS } from '../staff/queries.ts'
import { SESSION_COUNTS } from '../staff/session/session-queries.ts'

/** Somebody who follows what happens, as they are now. */
export interface Follower {
  roles: readonly Role[]
  /** Whether they may look at every account: else even an id would tell them that something happens to it. */
  seesAccounts: boolean
}

/**
 * Who they are now who came with these sessions and tokens; of what counts no more nobody. Writes nothing down: to follow
 * is not to be there.
 */
export async function listFollowers(db: Queryable, cameWith: readonly string[]): Promise<Map<string, Follower>> {
  const { rows } = await db.query<Follower & { cameWith: string }>(sql`
    select came.id as "cameWith", member.roles, 'protected' = any (member.clearances) and not exists (
        select from vendor_place place where place.employer = member.employer
          and (place.site is null or place.site = member.site)) as "seesAccounts"
    from (
      select session.id, session.staff_id from staff_session session left join passkey on passkey.id = session.credential_id
      where session.id = any (${cameWith}) and ${SESSION_COUNTS}
      union all
      select token.id, token.staff_id from staff_token token where token.id = any (${cameWith}) and ${TOKEN_COUNTS}) came
    join staff member on member.id = came.staff_id
    where ${IS_HERE} and member.roles <> '{}'`)
  return new Map(rows.map(({ cameWith: id, ...follower }) => [id, follower]))
}
