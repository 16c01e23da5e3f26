import sql from 'sql-template-tag'
import { DEFAULT_PLATFORM } from '../../foundation/platforms.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

export interface ImportKey {
  id: string
  /** The creation time of the key, which distinguishes this database from another with a key of the same id. */
  madeAt: string
  revoked: boolean
}

/** Finds the oldest API key of this name and platform, revoked or not: under a later one every report would count as new. */
export async function findImportKey(
  db: Queryable,
  name: string,
  platform = DEFAULT_PLATFORM,
): Promise<ImportKey | undefined> {
  return db.find<ImportKey>(sql`
    select id, created_at::text as "madeAt", revoked_at is not null as revoked from api_key
    where name = ${name} and platform = ${platform} order by created_at, id limit 1`)
}

/** Returns the times of the stored facts of these accounts or contents. */
export async function listFactsTimes(
  tx: Tx,
  kind: 'account' | 'content',
  ids: readonly string[],
): Promise<Map<string, Date>> {
  const { rows } = await tx.query<{ id: string; factsAt: Date }>(
    kind === 'account'
      ? sql`select id, facts_at as "factsAt" from account where id = any (${ids})`
      : sql`select id, facts_at as "factsAt" from content where id = any (${ids})`,
  )
  return new Map(rows.map(({ id, factsAt }) => [id, factsAt]))
}
