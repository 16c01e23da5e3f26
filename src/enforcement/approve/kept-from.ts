import sql, { type Sql } from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/**
 * Of which people this one is not told, about a subject and its account, what they did or wrote: those who asked for or
 * answered what waits there for this person's own view. A list of staff:ID and key:ID, to be asked once in a statement.
 */
export const keptFrom = (staffId: string, subject: Sql, accountId: Sql): Sql =>
  sql`array(select kept_from(${staffId}, ${subject}, ${accountId}))`

/** By order, whom somebody is not told of for now. */
export type Kept = (orderId: string) => ReadonlySet<string>

/** Whom somebody is not told of yet where these orders are told. */
export async function findKept(db: Queryable, staffId: string, orderIds: readonly string[]): Promise<Kept> {
  const { rows } = await db.query<{ id: string; kept: string[] }>(sql`
    select id, ${keptFrom(staffId, sql`subject`, sql`account_id`)} as kept from desk_order where id = any (${orderIds})`)
  const byOrder = new Map(rows.map(({ id, kept }) => [id, new Set(kept)]))
  return (orderId) => byOrder.get(orderId) ?? new Set()
}

/** Those of these enforcements whose action this person must not be given: offered to them, and not yet reviewed by them. */
export async function findHidden(
  db: Queryable,
  staffId: string,
  orderIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ id: string }>(sql`
    select id from desk_order where id = any (${orderIds}) and hides_action(${staffId}, desk_order)`)
  return new Set(rows.map(({ id }) => id))
}
