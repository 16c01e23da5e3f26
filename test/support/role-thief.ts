import type { TestContext } from 'node:test'
import pg from 'pg'
import type { Pool } from '../../src/foundation/database/db.ts'
import { openPool } from '../../src/foundation/database/open-pool.ts'
import type { TestDatabase } from './fresh-database.ts'

/** The SQLSTATE by which the schema's rules refuse. */
export const REFUSED = 'CS001'
const DENIED = '42501'

/** A thief of the application role's credential, and nothing else: one connection, and any SQL. */
export interface RoleThief {
  run(text: string): Promise<pg.QueryResult>
}

/** Connects as the application role. `creates`: with TEMP granted, so that the functions hold by themselves and not by the revoke. */
export async function stealRole(t: TestContext, database: TestDatabase, { creates = false } = {}): Promise<RoleThief> {
  if (creates) await grantTemporary(database)
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  t.after(() => client.end())
  return { run: (text) => client.query(text) }
}

/** Grants the right as a careless administrator of the database would. */
async function grantTemporary({ superUrl }: TestDatabase): Promise<void> {
  const admin: Pool = openPool(superUrl, { max: 1, name: 'careless', onError: () => undefined })
  try {
    const { rows } = await admin.query<{ text: string }>(
      `select format('grant temporary on database %I to public', current_database()) as text`,
    )
    for (const { text } of rows) await admin.query(text)
  } finally {
    await admin.end()
  }
}

/** True when an error is the refusal of a rule or of a right, and not a mistake of the attack itself. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && (error.code === REFUSED || error.code === DENIED)
