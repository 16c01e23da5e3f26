import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/**
 * Lists which of these accounts, or of all where the authors are not known, have an enforcement that waits for this
 * person's independent review. A message that is hidden now could tell what was proposed or taken meanwhile.
 */
export async function listUndisclosedAuthors(
  db: Queryable,
  staffId: string,
  accountIds: readonly string[] | 'all',
): Promise<ReadonlySet<string>> {
  if (accountIds.length === 0) return new Set()
  const isOneOfThem = accountIds === 'all' ? sql`true` : sql`account_id = any (${accountIds})`
  const rows = await db.list<{ id: string }>(sql`
    select distinct account_id as id from enforcement
    where ${isOneOfThem} and is_waiting(state) and owes_independent_review(${staffId}, enforcement)`)
  return new Set(rows.map(({ id }) => id))
}
