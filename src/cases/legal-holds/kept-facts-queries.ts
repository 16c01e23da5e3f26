import { orNull, Timestamp } from '../../foundation/schemas/schemas.ts'
import { Type, type Static } from 'typebox'
import { accountKey } from '../../foundation/domain.ts'
import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'
/** The stored facts of an account at one time since a hold began. */
export const Facts = Type.Object({
  handle: orNull(Type.String()),
  displayName: orNull(Type.String()),
  verified: orNull(Type.Boolean()),
  tags: Type.Array(Type.String()),
  createdAt: orNull(Timestamp),
  reach: orNull(Type.Integer({ description: 'As read then.' })),
  items: orNull(Type.Integer({ description: 'How many contents it had.' })),
  absent: Type.Array(Type.String(), { description: 'The facts that the platform does not have.' }),
  source: Type.String(),
  factsAt: Timestamp,
  overwrittenAt: orNull(Timestamp, 'The time at which newer facts replaced these. Null: these are the current ones.'),
})
export type KeptFacts = Static<typeof Facts>

/**
 * Lists the facts of an account from the start of a legal hold on it or its content until now, oldest first. Above
 * `limit`, it returns the first and the last ones. `count`: the total.
 */
export async function listKeptFacts(
  db: Queryable,
  { accountId, since, limit }: { accountId: string; since: Date; limit: number },
): Promise<{ items: KeptFacts[]; count: number }> {
  const columns = sql`handle, display_name as "displayName", verified, tags, account_created_at as "createdAt", reach, items, absent, source,
    facts_at as "factsAt"`
  const { rows } = await db.query<KeptFacts & { count: number }>(sql`
    with known as (
      select ${columns}, overwritten_at as "overwrittenAt", overwritten.id
      from overwritten_facts overwritten cross join lateral jsonb_populate_record(null::account, facts) as_it_stood
      where subject = ${accountKey(accountId)} and overwritten_at >= ${since}
      union all
      select ${columns}, null, null from account where account.id = ${accountId}),
    placed as (
      select known.*, row_number() over (order by known.id nulls last) as place, count(*) over () as count from known)
    select * from placed where place = 1 or place > count - ${limit - 1}::integer order by place`)
  return {
    items: rows.map(({ count: _count, ...facts }) => facts),
    count: rows[0]?.count ?? 0,
  }
}
