import sql from 'sql-template-tag'
import type { Queryable } from '../../foundation/database/db.ts'

const STAFF = 'staff:'

/** Names actors: people by pseudonym, API keys as key:ID, the desk as desk. */
export async function nameActors(db: Queryable, actors: Iterable<string>): Promise<(actor: string) => string> {
  const ids = [...new Set(actors)].flatMap((actor) => (actor.startsWith(STAFF) ? [actor.slice(STAFF.length)] : []))
  if (ids.length === 0) return (actor) => actor
  const { rows } = await db.query<{ id: string; pseudonym: string }>(sql`
    select id, pseudonym from staff where id = any (${ids})`)
  const names = new Map(rows.map(({ id, pseudonym }) => [`${STAFF}${id}`, pseudonym]))
  return (actor) => names.get(actor) ?? actor
}
