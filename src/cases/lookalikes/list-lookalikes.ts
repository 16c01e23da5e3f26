import sql, { raw, type Sql } from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
import { MAY_SEE_ACCOUNT } from '../claims/who-sees.ts'

export interface Lookalike {
  id: string
  handle: string | null
  displayName: string | null
  /** The reach that limits count. Null: never reported, or the platform has no such fact. */
  reach: number | null
}

/** Selects `limit` accounts with the same skeleton, by reach; an index has this order. */
const alike = (skeleton: string, limit: number): Sql => sql`
  (select other.account_id, other.reach from account_lookalike other
    where other.${raw(skeleton)} = looks.skeleton and other.${raw(skeleton)} <> '' and other.account_id <> own.account_id
    order by other.reach desc, other.account_id limit ${limit})`

/** Selects the ids and reach of the accounts that resemble this one. */
const resembling = (accountId: string, limit: number): Sql => sql`
  select distinct alike.account_id, alike.reach
  from account_lookalike own
    cross join lateral (values (own.handle_skeleton), (own.name_skeleton)) looks(skeleton)
    cross join lateral (${alike('handle_skeleton', limit)} union all ${alike('name_skeleton', limit)}) alike
  where own.account_id = ${accountId}
  union select near.account_id, near.reach from account_lookalike own cross join lateral list_notable_lookalikes(own) near
  where own.account_id = ${accountId}`

/**
 * Lists accounts whose handle or name can be mistaken for this one's, and near misses of notable ones, by reach. A
 * person picks the account they mean from them. Empty for an unknown account.
 */
export async function listLookalikes(db: Queryable, accountId: string, limit: number): Promise<Lookalike[]> {
  return db.list<Lookalike>(sql`
    with found as (${resembling(accountId, limit)})
    select account.id, account.handle, account.display_name as "displayName", account.reach_counted as reach
    from found join account on account.id = found.account_id
    order by found.reach desc, account.id limit ${limit}`)
}

/** A look-alike as one person may see it. Without the right to see the account its id, handle and name are null. */
interface ShownLookalike extends Omit<Lookalike, 'id'> {
  id: string | null
  protected: boolean
}

/** Lists the look-alikes of an account for a person. One that they may not see still counts, without its identity. */
export async function listShownLookalikes(
  db: Queryable,
  { accountId, staffId, limit }: { accountId: string; staffId: string; limit: number },
): Promise<ShownLookalike[]> {
  return db.list<ShownLookalike>(sql`
    with found as (${resembling(accountId, limit)})
    select shown.id, shown.handle, shown.display_name as "displayName", account.reach_counted as reach, account.protected
    from found join account on account.id = found.account_id join staff person on person.id = ${staffId}
      left join lateral (select account.id, account.handle, account.display_name where ${MAY_SEE_ACCOUNT}) shown on true
    order by found.reach desc, account.id limit ${limit}`)
}
