import sql from 'sql-template-tag'
import type { Queryable } from './database/db.ts'

/** True when this database was marked as a demo at its creation: no person in it is real. */
export async function isDemo(db: Queryable): Promise<boolean> {
  return db.onlyValue<boolean>(sql`
    select exists (select from database_mark where kind = 'demo') as demo`)
}
