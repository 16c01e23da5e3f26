import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

/** Lists which of these contents have restricted evidence: their words are not passed on. */
export async function listRestrictedContents(db: Queryable, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await db.query<{ id: string }>(sql`
    select id from unnest(${ids}::text[]) id where is_restricted('content:' || id)`)
  return new Set(rows.map(({ id }) => id))
}
