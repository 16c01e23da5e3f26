import sql from 'sql-template-tag'
import type { Queryable } from '../database/db.ts'

/** True while the database is known to be older than what was recorded outside it, until two people lead it back. */
export const isInRecovery = (db: Queryable): Promise<boolean> =>
  db.onlyValue<boolean>(sql`select in_recovery() as recovering`)
