import sql, { type Sql } from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/**
 * Of which people this one is not told, about a subject and its account, what they did or wrote: those who asked for or
 * answered what waits there for this person's own view. A list of staff:ID and key:ID, to be asked once in a statement.
 */
export const keptFrom = (staffId: string, subject: Sql, accountId: Sql): Sql =>
  sql`array(select kept_from(${staffId}, ${subject}, ${accountId}))`

/** By enforcement, whom somebody is not told of for now. */
export type Kept = (enforcementId: string) => ReadonlySet<string>

/** Whom somebody is not told of yet where these enforcements are told. */
export async function findKept(db: Queryable, staffId: string, enforcementIds: readonly string[]): Promise<Kept> {
  const { rows } = await db.query<{ id: string; kept: string[] }>(sql`
    select id, ${keptFrom(staffId, sql`subject`, sql`account_id`)} as kept from enforcement where id = any (${enforcementIds})`)
  const byEnforcement = new Map(rows.map(({ id, kept }) => [id, new Set(kept)]))
  return (enforcementId) => byEnforcement.get(enforcementId) ?? new Set()
}

/** Those of these enforcements whose action this person must not be given: offered to them, and not yet reviewed by them. */
export async function findHidden(
  db: Queryable,
  staffId: string,
  enforcementIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ id: string }>(sql`
    select id from enforcement where id = any (${enforcementIds}) and hides_action(${staffId}, enforcement)`)
  return new Set(rows.map(({ id }) => id))
}
