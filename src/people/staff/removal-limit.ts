import sql from 'sql-template-tag'
import { type Actor, actorKey } from '../../foundation/domain.ts'
import type { Queryable, Tx } from '../../foundation/database/db.ts'

/**
 * Makes all acts that take rights from people wait for each other, so that each is counted. A transaction takes this
 * lock before any person's row.
 */
export async function lockRemovals(tx: Tx): Promise<void> {
  await tx.query(sql`select pg_advisory_xact_lock(removal_lock())`)
}

/** True when this actor has reached the limit of people from whom one person may take rights within seven days. */
export async function isLimitReached(db: Queryable, by: Actor, staffId: string): Promise<boolean> {
  return db.onlyValue<boolean>(sql`
    select removals_used_up(${actorKey(by)}, ${staffId}) as reached`)
}

/** True when taking rights from another person needs a signature: after setup. */
export async function isRemovalSigned(db: Queryable): Promise<boolean> {
  return (await db.findValue<boolean>(sql`select exists (select from setup_end) as signed`)) ?? true
}

/**
 * True when a restriction exceeded the restricting person's limit: the restricted person may only stop, restore and
 * undo it, and reads nothing else.
 */
export async function isConfined(db: Queryable, staffId: string): Promise<boolean> {
  return (await db.findValue<boolean>(sql`select is_restricted_beyond_limit(${staffId}) as confined`)) ?? false
}
